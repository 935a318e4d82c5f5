"""What a coach says in other languages, as a person who speaks them hears it."""

import pytest

from audioworkout.plan.segments import Speech
from audioworkout.words import catalogue
from audioworkout.words.phrases import phrases_for
from audioworkout.words.pronunciation import pronounce
from fake import timeline


def heard(language: str, steps: str) -> str:
    """The announcements of a workout of these steps, between its title and its end."""
    made = timeline(f"""\
title: Title
language: {language}
coaching: {{level: quiet, set: on, dose: on}}
workout:
{steps}
""")
    texts = (event.sound.text for event in made.events if isinstance(event.sound, Speech))
    _, *announced, _ = (pronounce(text, language) for text in texts)
    return " ".join(announced)


LINES = {
    "de": {
        # reps: one, many, a range
        "1 Liegestütze": "Erste Übung: einmal Liegestütze.",
        "2 Liegestütze": "Erste Übung: zwei Liegestütze.",
        "21 Burpees": "Erste Übung: einundzwanzig Burpees.",
        "1-3 Klimmzüge": "Erste Übung: ein bis drei Klimmzüge.",
        "max Klimmzüge in 1 min": "Erste Übung: Klimmzüge, so viele wie möglich. Eine Minute.",
        # with more to it
        "2 x 2 Klimmzüge, rest 15s": "Satz eins von zwei. Erste Übung: zwei Klimmzüge. "
        "Letzter Satz. Als Nächstes: zwei Klimmzüge.",
        "10 Ausfallschritte per leg": "Erste Übung: zehn Ausfallschritte, linkes Bein. "
        "Rechtes Bein.",
        "12 Liegestütze, tempo 3-0-1": "Erste Übung: zwölf Liegestütze, Tempo drei null eins.",
        "12 Liegestütze, 1-2 kg": "Erste Übung: zwölf Liegestütze, ein bis zwei Kilo.",
        # distances
        "lockerer Dauerlauf 1 km, in 5 min": "Erste Übung: ein Kilometer lockerer Dauerlauf. "
        "Fünf Minuten.",
        "Gehen 400 m, in 5 min": "Erste Übung: vierhundert Meter Gehen. Fünf Minuten.",
        # durations
        "Unterarmstütz 1:00": "Erste Übung: Unterarmstütz. Eine Minute.",
        "Unterarmstütz 1:01": "Erste Übung: Unterarmstütz. Eine Minute und eine Sekunde.",
        "Unterarmstütz 1:21": "Erste Übung: Unterarmstütz. Eine Minute einundzwanzig.",
        "Unterarmstütz 1:30": "Erste Übung: Unterarmstütz. Eine Minute dreißig.",
        "Unterarmstütz 2:00": "Erste Übung: Unterarmstütz. Zwei Minuten.",
        "Unterarmstütz 1 h 1 min": "Erste Übung: Unterarmstütz. Eine Stunde eine Minute.",
    },
    "es": {
        "1 flexiones": "Primero: una repetición de flexiones.",
        "2 flexiones": "Primero: dos flexiones.",
        "21 flexiones": "Primero: veintiuna flexiones.",
        "21 Flexiones raras": "Primero: veintiuna Flexiones raras.",
        "201 flexiones, every 1s": "Primero: doscientas una flexiones.",
        "21 burpees": "Primero: veintiún burpees.",
        "31 saltos al cajón": "Primero: treinta y un saltos al cajón.",
        "1-3 dominadas": "Primero: una a tres dominadas.",
        "1-21 burpees": "Primero: uno a veintiún burpees.",
        "max dominadas in 1 min": "Primero: dominadas, todo lo que puedas. Un minuto.",
        "2 x 2 dominadas, rest 15s": "Serie uno de dos. Primero: dos dominadas. "
        "Última serie. Siguiente: dos dominadas.",
        "10 zancadas per leg": "Primero: diez zancadas, pierna izquierda. Pierna derecha.",
        "12 flexiones, tempo 3-0-1": "Primero: doce flexiones, tempo tres cero uno.",
        "12 flexiones, 1-2 kg": "Primero: doce flexiones, uno a dos kilos.",
        "carrera suave 1 km, in 5 min": "Primero: un kilómetro de carrera suave. Cinco minutos.",
        "caminata 400 m, in 5 min": "Primero: cuatrocientos metros de caminata. Cinco minutos.",
        "plancha 1:00": "Primero: plancha. Un minuto.",
        "plancha 1:01": "Primero: plancha. Un minuto y un segundo.",
        "plancha 1:21": "Primero: plancha. Un minuto veintiuno.",
        "plancha 1:30": "Primero: plancha. Un minuto treinta.",
        "plancha 2:00": "Primero: plancha. Dos minutos.",
        "plancha 1 h 1 min": "Primero: plancha. Una hora y un minuto.",
    },
    "fr": {
        "1 pompes": "Pour commencer : pompes, une fois.",
        "2 pompes": "Pour commencer : deux pompes.",
        "21 pompes": "Pour commencer : vingt et une pompes.",
        "21 burpees": "Pour commencer : vingt et un burpees.",
        "21 push-ups": "Pour commencer : vingt et une pompes.",
        "81 montées de genoux": "Pour commencer : quatre-vingt-une montées de genoux.",
        "1-3 tractions": "Pour commencer : une à trois tractions.",
        "1-21 burpees": "Pour commencer : un à vingt et un burpees.",
        "max tractions in 1 min": "Pour commencer : tractions, autant que tu peux. Une minute.",
        "2 x 2 tractions, rest 15s": "Série un sur deux. Pour commencer : deux tractions. "
        "Dernière série. Ensuite : deux tractions.",
        "10 fentes per leg": "Pour commencer : dix fentes, jambe gauche. Jambe droite.",
        "12 pompes, tempo 3-0-1": "Pour commencer : douze pompes, tempo trois zéro un.",
        "12 pompes, 1-2 kg": "Pour commencer : douze pompes, un à deux kilos.",
        "footing 1 km, in 5 min": "Pour commencer : footing, un kilomètre. Cinq minutes.",
        "allure course 400 m, in 2 min": "Pour commencer : allure course, quatre cents mètres. "
        "Deux minutes.",
        "planche 1:00": "Pour commencer : planche. Une minute.",
        "planche 1:01": "Pour commencer : planche. Une minute et une seconde.",
        "planche 1:21": "Pour commencer : planche. Une minute vingt et une.",
        "planche 1:30": "Pour commencer : planche. Une minute trente.",
        "planche 2:00": "Pour commencer : planche. Deux minutes.",
        "planche 1 h 1 min": "Pour commencer : planche. Une heure une minute.",
    },
    "it": {
        "1 piegamenti": "Per cominciare: una ripetizione di piegamenti.",
        "2 piegamenti": "Per cominciare: due piegamenti.",
        "21 trazioni": "Per cominciare: ventuno trazioni.",
        "1-3 trazioni": "Per cominciare: da una a tre trazioni.",
        "1-21 burpee": "Per cominciare: da uno a ventuno burpee.",
        "max trazioni in 1 min": "Per cominciare: trazioni, il più possibile. Un minuto.",
        "2 x 2 trazioni, rest 15s": "Serie uno di due. Per cominciare: due trazioni. "
        "Ultima serie. Poi: due trazioni.",
        "10 affondi per leg": "Per cominciare: dieci affondi, gamba sinistra. Gamba destra.",
        "12 piegamenti, tempo 3-0-1": "Per cominciare: dodici piegamenti, ritmo tre zero uno.",
        "12 piegamenti, 1-2 kg": "Per cominciare: dodici piegamenti, da uno a due chili.",
        "corsa lenta 1 km, in 5 min": "Per cominciare: un chilometro di corsa lenta. "
        "Cinque minuti.",
        "camminata 400 m, in 5 min": "Per cominciare: quattrocento metri di camminata. "
        "Cinque minuti.",
        "plank 1:00": "Per cominciare: plank. Un minuto.",
        "plank 1:01": "Per cominciare: plank. Un minuto e un secondo.",
        "plank 1:21": "Per cominciare: plank. Un minuto e ventuno.",
        "plank 1:30": "Per cominciare: plank. Un minuto e trenta.",
        "plank 2:00": "Per cominciare: plank. Due minuti.",
        "plank 1 h 1 min": "Per cominciare: plank. Un'ora e un minuto.",
    },
    "nl": {
        "1 push-ups": "Eerst: één keer push-ups.",
        "2 push-ups": "Eerst: twee push-ups.",
        "21 burpees": "Eerst: eenentwintig burpees.",
        "1-3 pull-ups": "Eerst: één tot drie pull-ups.",
        "max pull-ups in 1 min": "Eerste oefening: pull-ups, zo veel mogelijk. Eén minuut.",
        "2 x 2 pull-ups, rest 15s": "Set één van twee. Eerst: twee pull-ups. "
        "Laatste set. Hierna: twee pull-ups.",
        "10 lunges per leg": "Eerste oefening: tien lunges, linkerbeen. Rechterbeen.",
        "12 push-ups, tempo 3-0-1": "Eerste oefening: twaalf push-ups, tempo drie nul één.",
        "12 push-ups, 1-2 kg": "Eerste oefening: twaalf push-ups, één tot twee kilo.",
        "rustige duurloop 1 km, in 5 min": "Eerst: één kilometer rustige duurloop. Vijf minuten.",
        "wandelen 400 m, in 5 min": "Eerst: vierhonderd meter wandelen. Vijf minuten.",
        "plank 1:00": "Eerst: plank. Eén minuut.",
        "plank 1:01": "Eerst: plank. Eén minuut en één seconde.",
        "plank 1:21": "Eerst: plank. Eén minuut eenentwintig.",
        "plank 1:30": "Eerst: plank. Eén minuut dertig.",
        "plank 2:00": "Eerst: plank. Twee minuten.",
        "plank 1 h 1 min": "Eerst: plank. Eén uur en één minuut.",
    },
    "pt": {
        "1 flexões": "Primeiro: uma repetição de flexões.",
        "2 flexões": "Primeiro: duas flexões.",
        "21 flexões": "Primeiro: vinte e uma flexões.",
        "22 flexões": "Primeiro: vinte e duas flexões.",
        "202 flexões, every 1s": "Primeiro: duzentas e duas flexões.",
        "22 burpees": "Primeiro: vinte e dois burpees.",
        "16 avanços": "Primeiro: dezesseis avanços.",
        "1-3 flexões": "Primeiro: uma a três flexões.",
        "1-21 burpees": "Primeiro: um a vinte e um burpees.",
        "max flexões in 1 min": "Primeiro: flexões, o máximo que conseguir. Um minuto.",
        "2 x 2 flexões, rest 15s": "Série um de dois. Primeiro: duas flexões. "
        "Última série. A seguir: duas flexões.",
        "10 avanços per leg": "Primeiro: dez avanços, perna esquerda. Perna direita.",
        "12 flexões, tempo 3-0-1": "Primeiro: doze flexões, cadência três zero um.",
        "12 flexões, 1-2 kg": "Primeiro: doze flexões, um a dois quilos.",
        "corrida leve 1 km, in 5 min": "Primeiro: um quilômetro de corrida leve. Cinco minutos.",
        "caminhada 400 m, in 5 min": "Primeiro: quatrocentos metros de caminhada. Cinco minutos.",
        "prancha 1:00": "Primeiro: prancha. Um minuto.",
        "prancha 1:01": "Primeiro: prancha. Um minuto e um segundo.",
        "prancha 1:21": "Primeiro: prancha. Um minuto e vinte e um.",
        "prancha 1:30": "Primeiro: prancha. Um minuto e trinta.",
        "prancha 2:00": "Primeiro: prancha. Dois minutos.",
        "prancha 1 h 1 min": "Primeiro: prancha. Uma hora e um minuto.",
    },
}
EVERY = [(language, line) for language, lines in LINES.items() for line in lines]


@pytest.mark.parametrize(("language", "line"), EVERY)
def test_a_line_is_announced(language: str, line: str) -> None:
    assert heard(language, f"  - {line}") == LINES[language][line]


@pytest.mark.parametrize(
    ("language", "reps", "hold", "said"),
    [
        (
            "de",
            "Klimmzüge",
            "Unterarmstütz",
            "Als Nächstes: Amrap, fünf Minuten. Drei Sätze Klimmzüge, so viele wie möglich. "
            "Zwei Sätze, je ein bis zwei Klimmzüge. Einmal Klimmzüge. "
            "Dreißig Sekunden Unterarmstütz. Zwei Sätze, je dreißig Sekunden Unterarmstütz.",
        ),
        (
            "es",
            "dominadas",
            "plancha",
            "Siguiente: amrap, cinco minutos. Tres series de dominadas, todo lo que puedas. "
            "Dos series de una a dos dominadas. Una repetición de dominadas. "
            "Treinta segundos de plancha. Dos series de treinta segundos de plancha.",
        ),
        (
            "fr",
            "tractions",
            "planche",
            "Ensuite : amrap, pendant cinq minutes. Trois séries : tractions, autant que tu peux. "
            "Deux séries : une à deux tractions. Tractions, une fois. "
            "Planche, trente secondes. Deux séries : planche, trente secondes.",
        ),
        (
            "it",
            "trazioni",
            "plank",
            "Poi: amrap, per cinque minuti. Tre serie di trazioni, il più possibile. "
            "Due serie: da una a due trazioni. Una ripetizione di trazioni. "
            "Trenta secondi di plank. Due serie: trenta secondi di plank.",
        ),
        (
            "nl",
            "pull-ups",
            "plank",
            "Hierna: amrap, vijf minuten. Drie sets pull-ups, zo veel mogelijk. "
            "Twee sets van één tot twee pull-ups. Eén keer pull-ups. "
            "Dertig seconden plank. Twee sets van dertig seconden plank.",
        ),
        (
            "pt",
            "flexões",
            "prancha",
            "A seguir: amrap, cinco minutos. Três séries de flexões, o máximo que conseguir. "
            "Duas séries de uma a duas flexões. Uma repetição de flexões. "
            "Trinta segundos de prancha. Duas séries de trinta segundos de prancha.",
        ),
        (
            "en",
            "pull-ups",
            "plank",
            "Next: am rap, five minutes. Three sets of pull-ups, as many as you can. "
            "Two sets of one to two pull-ups. One pull-ups. "
            "Thirty seconds plank. Two sets of thirty seconds plank.",
        ),
    ],
)
def test_a_list_is_read_out(language: str, reps: str, hold: str, said: str) -> None:
    steps = f"""\
  - AMRAP 5 min:
      - 3 sets of max {reps} in 20s
      - 2 sets of 1-2 {reps}
      - 1 {reps}
      - 30s {hold}
      - 2 sets of 30s {hold}"""
    assert heard(language, steps) == said


# What is written in figures

FIGURES = {
    "de": {
        "1-2 min": "ein bis zwei Minuten",
        "1x12": "einmal zwölf",
        "3x12": "drei mal zwölf",
        "2 x 1:01": "zwei mal eine Minute und eine Sekunde",
    },
    "es": {
        "1-21 min": "uno a veintiún minutos",
        "1-2 h": "una a dos horas",
        "1,5 min": "uno coma cinco minutos",
        "21x12": "veintiuno por doce",
    },
    "fr": {
        "1-2 min": "une à deux minutes",
        "1x12": "une fois douze",
        "21x12": "vingt et une fois douze",
        "1 kg x 5": "un kilo fois cinq",
        "1:01": "une minute et une seconde",
        "1:31": "une minute trente et une",
    },
    "it": {
        "1-2 min": "da uno a due minuti",
        "1-2 h": "da una a due ore",
        "1x12": "una volta dodici",
        "3x12": "tre volte dodici",
    },
    "nl": {"1-2 min": "één tot twee minuten", "1x12": "één keer twaalf"},
    "pt": {"1-2 h": "uma a duas horas", "16-17 kg": "dezesseis a dezessete quilos"},
    "pt-PT": {"16-17 kg": "dezasseis a dezassete quilos"},
}


@pytest.mark.parametrize("language", FIGURES)
def test_figures_agree_with_what_they_count(language: str) -> None:
    expected = FIGURES[language]
    assert {text: pronounce(text, language) for text in expected} == expected


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (3_569_000, "fifty-nine minutes twenty-nine"),
        (3_600_000, "one hour"),
        (7_169_000, "one hour fifty-nine minutes"),
        (7_170_000, "two hours"),
    ],
)
def test_hours_are_said_to_the_minute(length: int, said: str) -> None:
    assert phrases_for("en")[0].duration(length) == said


def test_a_dutch_one_begins_a_sentence_without_its_accent() -> None:
    own = (("time_gone", ("{duration}. één! en één?",)),)
    phrases, _ = phrases_for("nl", own)
    (said,) = phrases.wordings("time_gone", duration=phrases.duration(60_000))
    assert said == "Eén minuut. Eén! En één?"


# Names

SPELLINGS: dict[str, dict[str, str | None]] = {
    "de": {
        "die Liegestütze": "push-up",
        "Step-ups": "box step-up",
        "Step-ups mit dem Gewicht": "weighted step-up",
        "Gewicht": None,
    },
    "es": {
        "press banca": "bench press",
        "estiramiento del sóleo": "soleus stretch",
        "patadas de glúteo": "donkey kick",
        "patadas al glúteo": "butt kick",
    },
    "fr": {
        "étirement mollet": "calf stretch",
        "Étirement du mollet": "calf stretch",
        "étirements des mollets": "calf stretch",
        "étirement de l’épaule": "cross-body shoulder stretch",
        "etirement epaule": "cross-body shoulder stretch",
    },
    "it": {"stretching del polpaccio": "calf stretch", "abduzioni anca": "hip abduction"},
    "nl": {"leg extension apparaat": "machine leg extension", "de plank": "plank"},
    "pt": {
        "alongamento do tríceps": "triceps stretch",
        "skipping A": "A-skip",
        "skipping": "high knees",
    },
}


@pytest.mark.parametrize("language", SPELLINGS)
def test_small_words_do_not_change_what_an_exercise_is(language: str) -> None:
    expected = SPELLINGS[language]
    found = {name: catalogue.find(name, language=language) for name in expected}
    assert {name: known and known.name for name, known in found.items()} == expected


def test_small_words_of_one_language_count_in_another() -> None:
    assert catalogue.key("plank de la", "fr") == catalogue.key("plank", "fr")
    assert catalogue.key("plank de la") == "plankdela"
    assert catalogue.key("the plank", "fr") == "theplank"
