"""The sound packs as tables of strokes, one for each role.

Whatever the instrument, most of a tone lies between 0.8 and 3 kHz, in at least two partials:
a phone's speaker plays that well and a park does not drown it. The first stroke starts the
file, and is among its loudest. A go is at most 560 ms long, since speech follows 600 ms after
its start.
"""

from audioworkout.ground.units import Ms
from strokes import Sound, Stroke, cluster

# Hz. A partial's sign is chosen so that the sum's peaks are low against its power.
A5, B5, C6, D6, E6, F6 = 880.0, 987.77, 1046.5, 1174.66, 1318.51, 1396.91
G6, A6, C7, E7 = 1567.98, 1760.0, 2093.0, 2637.02


def chime(start: Ms, length: Ms, note: float, half_life: Ms) -> Stroke:
    """A note with its octave, or with its fourth where the octave would pass 3 kHz."""
    return Stroke(start, length, {note: 1.0, note * (2 if note < 1500 else 4 / 3): 0.35}, half_life)


CLASSIC = {
    "tick": Sound(-6.5, (Stroke(0, 90, {B5: 1.0, 3 * B5: 0.4}, 150),)),
    "go": Sound(-6.0, (Stroke(0, 450, {F6: 0.8, 1.5 * F6: 0.8, 2 * F6: -0.6}, 300),)),
    "rest": Sound(-6.5, (Stroke(0, 600, {D6: 1.0, 2 * D6: 0.5}, 350, bend=A5 / D6),)),
    "round_break": Sound(
        -6.5,
        (
            Stroke(0, 260, {A5: 1.0, 3 * A5: 0.4}, 120),
            Stroke(280, 480, {A5: 1.0, 3 * A5: 0.4}, 250),
        ),
    ),
    "halfway": Sound(-7.0, (chime(0, 110, E6, 100), chime(120, 180, A6, 130))),
    "rep": Sound(-12.0, (Stroke(0, 40, {D6: 1.0, 2 * D6: 0.5}, 15),)),
    "down": Sound(-9.0, (Stroke(0, 200, {E6: 1.0, 2 * E6: 0.4}, 150, bend=A5 / E6),)),
    "up": Sound(-9.0, (Stroke(0, 200, {A5: 1.0, 2 * A5: 0.4}, 150, bend=E6 / A5),)),
    "finish": Sound(
        -6.0,
        (
            chime(0, 180, C6, 200),
            chime(180, 180, E6, 200),
            chime(360, 180, G6, 200),
            Stroke(540, 860, {C6: 0.3, C7: 0.6, E7: 0.35}, 350),
        ),
    ),
    "beat": Sound(-14.0, (Stroke(0, 28, {C7: 0.6, E7: 1.0}, 8),)),
}


def bar(start: Ms, length: Ms, note: float, half_life: Ms) -> Stroke:
    """A marimba's bar under a soft mallet, doubled at the octave, which dies away sooner."""
    partials = {note: 1.0, 2 * note: 0.4}
    return Stroke(start, length, partials, half_life, attack=3, release=40, damping=0.5)


SOFT = {
    "tick": Sound(-6.0, (bar(0, 115, C6, 150),)),
    "go": Sound(
        -6.0, (Stroke(0, 520, {E6: 1.0, 1.5 * E6: 0.8, E7: -0.3}, 320, attack=2, release=60),)
    ),
    "rest": Sound(-6.0, (bar(0, 200, E6, 250), bar(180, 220, C6, 250), bar(380, 310, A5, 250))),
    "round_break": Sound(
        -6.0, (bar(0, 200, A5, 300), bar(200, 200, C6, 300), bar(400, 420, A5, 300))
    ),
    "halfway": Sound(-7.0, (bar(0, 130, E6, 150), bar(130, 250, E6, 150))),
    "rep": Sound(-13.0, (bar(0, 50, E6, 16),)),
    "down": Sound(-8.5, (bar(0, 110, F6, 120), bar(100, 140, A5, 150))),
    "up": Sound(-8.5, (bar(0, 110, A5, 120), bar(100, 140, F6, 150))),
    "finish": Sound(
        -6.0,
        (
            bar(0, 160, A5, 300),
            bar(150, 160, D6, 300),
            bar(300, 160, E6, 300),
            Stroke(450, 1650, {A5: 0.5, A6: 0.55, E6: -0.2}, 600, attack=3, release=300),
        ),
    ),
    "beat": Sound(-13.0, (Stroke(0, 36, {A6: 0.5, E7: 1.0}, 9, attack=2),)),
}


def horn(start: Ms, length: Ms, note: float, half_life: Ms, bend: float = 1.0) -> Stroke:
    """A note whose second and third partials are its strongest, as in brass."""
    partials = {note: 0.7, 2 * note: 1.0, 3 * note: -0.5, 4 * note: 0.2}
    return Stroke(start, length, partials, half_life, bend)


def fifth(start: Ms, length: Ms, half_life: Ms) -> Stroke:
    """Two horns a fifth apart."""
    return Stroke(start, length, {D6: 0.8, 1.5 * D6: 0.7, 2 * D6: -0.8, 3 * D6: 0.35}, half_life)


BRIGHT = {
    "tick": Sound(-6.5, (horn(0, 80, A5, 120),)),
    "go": Sound(-6.0, (fifth(0, 100, 300), fifth(110, 420, 350))),
    "rest": Sound(-8.0, (horn(0, 280, D6, 300), horn(290, 360, 830, 260))),
    "round_break": Sound(
        -7.5, (horn(0, 160, A5, 160), horn(200, 160, A5, 160), horn(400, 400, A5, 220))
    ),
    "halfway": Sound(-8.0, (horn(0, 120, A5, 150), horn(130, 200, D6, 180))),
    "rep": Sound(-11.0, (Stroke(0, 40, {C6: 0.6, C7: 1.0, 3 * C6: 0.4}, 12),)),
    "down": Sound(-10.5, (horn(0, 200, D6, 160, bend=0.7),)),
    "up": Sound(-10.5, (horn(0, 200, 820, 160, bend=1.45),)),
    "finish": Sound(
        -6.0,
        (
            horn(0, 130, A5, 300),
            horn(150, 130, A5, 300),
            horn(300, 130, A5, 300),
            fifth(450, 1350, 500),
        ),
    ),
    "beat": Sound(-13.0, (Stroke(0, 26, {E6: 0.6, 1.5 * E6: 1.0, E7: 0.6}, 7),)),
}


def bell(start: Ms, length: Ms, note: float, half_life: Ms, release: Ms = 12) -> Stroke:
    """A ring bell: partials in no simple ratio, the lowest a pair that beats."""
    partials = {
        note: 1.0,
        1.006 * note: 0.25,
        1.52 * note: -0.15,
        2.04 * note: 0.5,
        2.49 * note: -0.1,
    }
    return Stroke(start, length, partials, half_life, release=release, damping=0.3)


def clap(start: Ms, length: Ms, note: float, half_life: Ms, bend: float = 1.0) -> Stroke:
    """Two boards: a slap, and the wood that rings for a moment."""
    partials = {note: 1.0, 1.7 * note: -0.8, **cluster(3, 40, 0.95 * note, 2900, 0.22)}
    return Stroke(start, length, partials, half_life, bend)


BOXING = {
    "tick": Sound(-6.0, (clap(0, 90, 900, 60),), drive=2.5),
    "go": Sound(-6.0, (bell(0, 555, D6, 450, 120),), drive=1.0),
    "rest": Sound(-6.0, (bell(0, 290, 1010, 200), bell(300, 390, 830, 300, 100)), drive=1.5),
    "round_break": Sound(
        -6.0,
        (bell(0, 260, D6, 120), bell(270, 260, D6, 120), bell(540, 700, D6, 300, 200)),
        drive=1.5,
    ),
    "halfway": Sound(-6.0, (clap(0, 130, 1000, 60), clap(140, 180, 1000, 60)), drive=2),
    "rep": Sound(-11.5, (clap(0, 50, 1300, 12),)),
    "down": Sound(-8.0, (clap(0, 220, 1300, 120, bend=0.66),), drive=2),
    "up": Sound(-8.0, (clap(0, 220, 900, 120, bend=1.5),), drive=2),
    "finish": Sound(
        -6.0,
        (
            bell(0, 150, F6, 80),
            bell(160, 150, F6, 80),
            bell(320, 150, F6, 80),
            bell(480, 150, F6, 80),
            bell(640, 1760, F6, 650, 400),
        ),
        drive=1.5,
    ),
    "beat": Sound(-12.6, (Stroke(0, 32, {1000.0: 0.7, 1610.0: -1.0, 2350.0: 0.8}, 15),)),
}


def block(start: Ms, length: Ms, note: float, half_life: Ms, bend: float = 1.0) -> Stroke:
    """A wood block: dry, its overtones in no simple ratio and gone at once."""
    partials = {note: 1.0, 1.47 * note: -0.5, 2.09 * note: 0.4}
    return Stroke(start, length, partials, half_life, bend, damping=0.8)


def clave(start: Ms, length: Ms) -> Stroke:
    """Claves: one high partial, and its shadow a sixth below."""
    return Stroke(start, length, {1480.0: 0.5, 2480.0: 1.0}, 50)


WOOD = {
    "tick": Sound(-6.0, (block(0, 100, 1180, 60),), drive=2.2),
    "go": Sound(-6.0, (clave(0, 150), clave(150, 150), clave(300, 240)), drive=1),
    "rest": Sound(
        -6.0,
        (block(0, 170, 1250, 80), block(170, 170, 1050, 80), block(340, 300, 850, 90)),
        drive=1.5,
    ),
    "round_break": Sound(
        -6.0,
        (
            block(0, 130, 850, 70),
            block(130, 200, 850, 70),
            block(400, 130, 850, 70),
            block(530, 300, 850, 90),
        ),
        drive=2,
    ),
    "halfway": Sound(-7.0, (clave(0, 130), block(130, 200, 1050, 70)), drive=1.5),
    "rep": Sound(-11.0, (block(0, 45, 1350, 12),)),
    "down": Sound(-8.0, (block(0, 110, 1400, 60), block(110, 130, 930, 70)), drive=1.5),
    "up": Sound(-8.0, (block(0, 110, 930, 60), block(110, 130, 1400, 70)), drive=1.5),
    "finish": Sound(
        -6.5,
        (
            block(0, 120, 850, 90),
            block(120, 120, 1000, 70),
            block(240, 120, 1200, 70),
            block(360, 240, 1420, 80),
            clave(600, 120),
            clave(720, 120),
            clave(840, 360),
        ),
        drive=2.0,
    ),
    "beat": Sound(-13.5, (Stroke(0, 30, {1900.0: 0.8, 2790.0: 1.0}, 7),)),
}

PACKS = {"classic": CLASSIC, "soft": SOFT, "bright": BRIGHT, "boxing": BOXING, "wood": WOOD}
