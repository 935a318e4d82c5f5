"""What is known of Google Translate's voice without gTTS: languages, accents, how much at once."""

LONGEST = 100  # characters that Google takes at once

ACCENTS = {
    "en": ("en", "com"),
    "en-us": ("en", "us"),
    "en-gb": ("en", "co.uk"),
    "en-au": ("en", "com.au"),
    "en-ca": ("en", "ca"),
    "en-in": ("en", "co.in"),
    "en-ie": ("en", "ie"),
    "en-za": ("en", "co.za"),
    "en-ng": ("en", "com.ng"),
    "de": ("de", "com"),
    "fr": ("fr", "com"),
    "fr-fr": ("fr", "fr"),
    "fr-ca": ("fr-CA", "ca"),
    "es": ("es", "com"),
    "es-es": ("es", "es"),
    "es-mx": ("es", "com.mx"),
    "es-us": ("es", "us"),
    "it": ("it", "com"),
    "pt": ("pt", "com"),
    "pt-br": ("pt", "com.br"),
    "pt-pt": ("pt-PT", "pt"),
    "nl": ("nl", "com"),
}
"""The language and the top-level domain that gTTS takes for an accent. These need no gTTS to
look up; its other languages are known under their own codes and come from `com`."""

RENAMED = {"he": "iw", "jv": "jw"}  # BCP 47's codes, and those that Google kept
