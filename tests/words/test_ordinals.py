"""Ordinals, numbers before nouns, and what regions write and say otherwise."""

import pytest

from audioworkout.words.pronunciation import pronounce, unread

ORDINALS = {
    "de": {
        "3. Runde": "dritte Runde",
        "1. Satz": "erster Satz",
        "2. Intervall": "zweites Intervall",
        "die 3. Runde": "die dritte Runde",
        "der 1. Satz": "der erste Satz",
        "in der 2. Runde": "in der zweiten Runde",
        "den 2. Satz": "den zweiten Satz",
        "nach 3. Runde": "nach dritter Runde",
        "2. und 3. Runde": "zweite und dritte Runde",
        "2.-3. Runde": "zweite-dritte Runde",
        "3.Runde": "dritte Runde",
        "Satz 3. Dann Pause": "Satz drei. Dann Pause",
        "Runde 3. Satz 2": "Runde drei. Satz zwei",
        "Noch 12. Runde zwei": "Noch zwölf. Runde zwei",
        "bis 10. Dann Pause": "bis zehn. Dann Pause",
    },
    "en": {"1st round": "first round", "22nd": "twenty-second", "11th": "eleventh"},
    "es": {
        "1.ª ronda": "primera ronda",
        "2º ejercicio": "segundo ejercicio",
        "1º ejercicio": "primer ejercicio",
        "1er set": "primer set",
        "1º y 2º": "primero y segundo",
        "11º día": "undécimo día",
        "90° de giro": "noventa grados de giro",
    },
    "fr": {
        "2e tour": "deuxième tour",
        "1er tour, 1re série": "premier tour, première série",
        "1ère série": "première série",
        "3ème": "troisième",
        "2nde série": "seconde série",
    },
    "it": {
        "2° giro": "secondo giro",
        "1ª serie": "prima serie",
        "1° serie": "prima serie",
        "90° di rotazione": "novanta gradi di rotazione",
    },
    "nl": {"3e ronde": "derde ronde", "1ste ronde": "eerste ronde", "2de set": "tweede set"},
    "pt": {
        "1ª rodada": "primeira rodada",
        "2.º bloco": "segundo bloco",
        "12ª rodada": "décima segunda rodada",
        "1° exercício": "primeiro exercício",
        "90° de rotação": "noventa graus de rotação",
    },
}

AGREEING = {
    "de": {
        "Noch 1 Kniebeuge": "Noch eine Kniebeuge",
        "1 Klimmzug, 1 Wiederholung": "ein Klimmzug, eine Wiederholung",
        "1-2 Kniebeugen": "ein bis zwei Kniebeugen",
        "Runde 1, Kniebeuge": "Runde eins, Kniebeuge",
    },
    "es": {
        "Queda 1 burpee": "Queda un burpee",
        "21 burpees, 21 flexiones": "veintiún burpees, veintiuna flexiones",
        "ronda 1 y luego": "ronda uno y luego",
    },
    "fr": {"21 pompes": "vingt et une pompes", "1 burpee": "un burpee"},
    "it": {"1 burpee, 1 trazione": "un burpee, una trazione", "1 squat": "uno squat"},
    "nl": {"nog 1 burpee": "nog één burpee"},
    "pt": {"2 flexões": "duas flexões", "Falta 1 burpee": "Falta um burpee"},
}

REGIONS = {
    "de-AT": {"1.500 m": "eintausendfünfhundert Meter"},
    "de-CH": {"1'500 m": "eintausendfünfhundert Meter", "1.5 km": "eins Komma fünf Kilometer"},
    "en-GB": {"1,500 m": "one thousand, five hundred meters"},
    "en-IN": {"1,50,000 m": "one hundred and fifty thousand meters"},
    "es-AR": {"1.500 m": "mil quinientos metros", "1,5 km": "uno coma cinco kilómetros"},
    "es-ES": {"1.500 m": "mil quinientos metros", "1,5 km": "uno coma cinco kilómetros"},
    "es-MX": {
        "1,500 m": "mil quinientos metros",
        "1.5 km": "uno punto cinco kilómetros",
        "1,500.25 m": "mil quinientos punto veinticinco metros",
        "2,5 kg": "dos punto cinco kilos",
    },
    "fr-BE": {
        "75 s": "septante-cinq secondes",
        "81 s": "quatre-vingt-une secondes",
        "95 m": "nonante-cinq mètres",
        "1\u202f500 m": "mille cinq cents mètres",
    },
    "fr-CA": {"1\u00a0500 m": "mille cinq cents mètres", "70 s": "soixante-dix secondes"},
    "fr-CH": {"1’500 m": "mille cinq cents mètres", "80 s": "huitante secondes"},
    "it-CH": {"1'500 m": "millecinquecento metri", "1.5 km": "uno virgola cinque chilometri"},
    "nl-BE": {"1.500 m": "duizendvijfhonderd meter", "1,5 km": "één komma vijf kilometer"},
    "pt-BR": {"1,5 km": "um vírgula cinco quilômetro", "16 km": "dezesseis quilômetros"},
    "pt-PT": {
        "1,5 km": "um vírgula cinco quilómetros",
        "16 km, 5:00/km": "dezasseis quilómetros, cinco minutos por quilómetro",
        "1.500 m, 1\u00a0500 m": "mil e quinhentos metros, mil e quinhentos metros",
        "0 min": "zero minutos",
        "10 km/h": "dez quilómetros por hora",
    },
}


@pytest.mark.parametrize(
    "table", [ORDINALS, AGREEING, REGIONS], ids=["ordinals", "agree", "regions"]
)
def test_a_number_is_said_as_its_language_and_region_say_it(
    table: dict[str, dict[str, str]],
) -> None:
    said = {tag: {text: pronounce(text, tag) for text in texts} for tag, texts in table.items()}
    assert said == table
    assert {
        tag: {said: pronounce(said, tag) for said in texts.values()} for tag, texts in table.items()
    } == {tag: {said: said for said in texts.values()} for tag, texts in table.items()}
    assert [unread(said, tag) for tag, texts in table.items() for said in texts.values()] == [
        () for texts in table.values() for _ in texts
    ]
