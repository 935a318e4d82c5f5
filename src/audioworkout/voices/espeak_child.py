"""The program that says one phrase with espeak-ng: run as a file, never imported.

Its arguments are the library, its data, a voice and the words per minute; the phrase comes in
as UTF-8. Out go the samples a second (32 bit, little endian) and the samples (16 bit).
"""

import ctypes
import os
import sys

# From espeak-ng's speak_lib.h.
RETRIEVE_AT_ONCE = 2  # AUDIO_OUTPUT_SYNCHRONOUS: to the callback, before espeak_Synth returns
BUFFER_MS = 200
NEVER_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT
BY_CHARACTER = 1
PLAIN_UTF_8 = 1  # espeakCHARS_UTF8, and neither espeakSSML nor espeakPHONEMES
PARAMETERS = {2: 100, 3: 50, 4: 50, 5: 0, 6: 0, 7: 0}  # volume, pitch, range, punctuation, ...
RATE = 1
SEED = 1  # of the noise in breathy voices; the clock would seed it

Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


def main() -> None:
    """Speak; leave with a sentence on the standard error where that cannot be."""
    library, data, voice, words_per_minute = sys.argv[1:]
    text = sys.stdin.buffer.read()
    try:
        espeak = ctypes.CDLL(library)
    except OSError as error:
        sys.exit(f"espeak-ng cannot be loaded: {error}")
    samples_a_second = espeak.espeak_Initialize(
        RETRIEVE_AT_ONCE, BUFFER_MS, os.fsencode(data), NEVER_EXIT
    )
    if samples_a_second <= 0:
        sys.exit(f"espeak-ng cannot read its data in {data}")
    if espeak.espeak_SetVoiceByName(os.fsencode(voice)):
        sys.exit(f"espeak-ng cannot load its voice {voice}")
    espeak.espeak_ng_SetRandSeed(ctypes.c_long(SEED))
    for parameter, value in {RATE: int(words_per_minute), **PARAMETERS}.items():
        espeak.espeak_SetParameter(parameter, value, 0)
    samples = _spoken(espeak, text)
    sys.stdout.buffer.write(samples_a_second.to_bytes(4, "little") + samples)


def _spoken(espeak: ctypes.CDLL, text: bytes) -> bytes:
    parts: list[bytes] = []

    def collect(samples: int | None, count: int, _events: int | None) -> int:
        if samples and count > 0:
            parts.append(ctypes.string_at(samples, 2 * count))
        return 0

    callback = Callback(collect)
    espeak.espeak_SetSynthCallback(callback)
    size = ctypes.c_size_t(len(text) + 1)
    if espeak.espeak_Synth(text, size, 0, BY_CHARACTER, 0, PLAIN_UTF_8, None, None):
        sys.exit("espeak-ng cannot speak")
    return b"".join(parts)


main()
