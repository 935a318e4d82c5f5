"""How a Piper model is asked to speak: part of each voice's key, known without the model."""

# The length scale that a rate in per cent takes; between two of them it is interpolated. A model
# rounds the length of each sound up to a frame (12 ms), pauses between sounds too, so that speech
# changes less than its scale does. Measured with ten phrases of `joe`, which at each of these
# rates and between them take the time that they should, within 3 %.
PACE = (
    (50, 2.24),
    (60, 1.83),
    (75, 1.43),
    (90, 1.18),
    (100, 1.0),
    (105, 0.9),
    (115, 0.794),
    (130, 0.707),
    (150, 0.617),
    (175, 0.455),
    (200, 0.36),
    (230, 0.255),
)

NOISE = 0.0  # of timbre and of rhythm, see above
SENTENCE_PAUSE = 0.12  # s between sentences, besides the 0.2 s or so that a model trails off in
