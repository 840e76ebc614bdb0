"""Languages people speak: ISO 639 code, own name, English and Dutch name. A closed list, so that one word finds all.

Names follow the Unicode CLDR; sign languages of the region were added with their ISO 639-3 codes.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.translation import get_language


class Language(NamedTuple):
    """One language. ``own`` is how its speakers call it."""

    code: str
    own: str
    english: str
    dutch: str

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        return self.dutch if (get_language() or "nl").startswith("nl") else self.english

    @property
    def label(self) -> str:
        """Its own name, with the reader's name for it where that differs: ``Türkçe (Turkish)``."""
        return self.own if self.own.casefold() == self.name.casefold() else f"{self.own} ({self.name})"


LANGUAGES: Final[tuple[Language, ...]] = (
    Language("nl", "Nederlands", "Dutch", "Nederlands"),
    Language("en", "English", "English", "Engels"),
    Language("de", "Deutsch", "German", "Duits"),
    Language("fr", "français", "French", "Frans"),
    Language("fy", "Frysk", "Frisian", "Fries"),
    Language("li", "Limburgs", "Limburgish", "Limburgs"),
    Language("nds", "Nedersaksisch / Plattdüütsch", "Low German", "Nedersaksisch"),
    Language("pap", "Papiamentu", "Papiamento", "Papiaments"),
    Language("srn", "Sranantongo", "Sranan Tongo", "Sranantongo"),
    Language("ar", "العربية", "Arabic", "Arabisch"),
    Language("tr", "Türkçe", "Turkish", "Turks"),
    Language("zgh", "Tamazight", "Moroccan Tamazight", "Marokkaans Tamazight"),
    Language("rif", "Tarifit", "Riffian", "Riffijns"),
    Language("shi", "Tacelḥit", "Tachelhit", "Tashelhiyt"),
    Language("kab", "Taqbaylit", "Kabyle", "Kabylisch"),
    Language("pl", "polski", "Polish", "Pools"),
    Language("ro", "română", "Romanian", "Roemeens"),
    Language("bg", "български", "Bulgarian", "Bulgaars"),
    Language("hu", "magyar", "Hungarian", "Hongaars"),
    Language("cs", "čeština", "Czech", "Tsjechisch"),
    Language("sk", "slovenčina", "Slovak", "Slowaaks"),
    Language("sl", "slovenščina", "Slovenian", "Sloveens"),
    Language("hr", "hrvatski", "Croatian", "Kroatisch"),
    Language("bs", "bosanski", "Bosnian", "Bosnisch"),
    Language("sr", "српски", "Serbian", "Servisch"),
    Language("mk", "македонски", "Macedonian", "Macedonisch"),
    Language("sq", "shqip", "Albanian", "Albanees"),
    Language("el", "Ελληνικά", "Greek", "Grieks"),
    Language("ru", "русский", "Russian", "Russisch"),
    Language("uk", "українська", "Ukrainian", "Oekraïens"),
    Language("be", "беларуская", "Belarusian", "Belarussisch"),
    Language("lt", "lietuvių", "Lithuanian", "Litouws"),
    Language("lv", "latviešu", "Latvian", "Lets"),
    Language("et", "eesti", "Estonian", "Estisch"),
    Language("fi", "suomi", "Finnish", "Fins"),
    Language("sv", "svenska", "Swedish", "Zweeds"),
    Language("da", "dansk", "Danish", "Deens"),
    Language("nb", "norsk bokmål", "Norwegian (Bokmål)", "Noors (Bokmål)"),
    Language("nn", "norsk nynorsk", "Norwegian (Nynorsk)", "Noors (Nynorsk)"),
    Language("is", "íslenska", "Icelandic", "IJslands"),
    Language("fo", "føroyskt", "Faroese", "Faeröers"),
    Language("ga", "Gaeilge", "Irish", "Iers"),
    Language("gd", "Gàidhlig", "Scottish Gaelic", "Schots-Gaelisch"),
    Language("cy", "Cymraeg", "Welsh", "Welsh"),
    Language("br", "brezhoneg", "Breton", "Bretons"),
    Language("lb", "Lëtzebuergesch", "Luxembourgish", "Luxemburgs"),
    Language("eu", "euskara", "Basque", "Baskisch"),
    Language("ca", "català", "Catalan", "Catalaans"),
    Language("gl", "galego", "Galician", "Galicisch"),
    Language("es", "español", "Spanish", "Spaans"),
    Language("pt", "português", "Portuguese", "Portugees"),
    Language("it", "italiano", "Italian", "Italiaans"),
    Language("mt", "Malti", "Maltese", "Maltees"),
    Language("oc", "occitan", "Occitan", "Occitaans"),
    Language("co", "corsu", "Corsican", "Corsicaans"),
    Language("rm", "rumantsch", "Romansh", "Reto-Romaans"),
    Language("wa", "walon", "Walloon", "Waals"),
    Language("kea", "kabuverdianu", "Cape Verdean Creole", "Kaapverdisch Creools"),
    Language("he", "עברית", "Hebrew", "Hebreeuws"),
    Language("yi", "ייִדיש", "Yiddish", "Jiddisch"),
    Language("fa", "فارسی", "Persian", "Perzisch"),
    Language("ps", "پښتو", "Pashto", "Pasjtoe"),
    Language("ckb", "کوردیی ناوەندی", "Central Kurdish (Sorani)", "Centraal-Koerdisch (Sorani)"),
    Language("ku", "kurdî", "Kurdish", "Koerdisch"),
    Language("az", "azərbaycan", "Azerbaijani", "Azerbeidzjaans"),
    Language("hy", "հայերեն", "Armenian", "Armeens"),
    Language("ka", "ქართული", "Georgian", "Georgisch"),
    Language("kk", "қазақ тілі", "Kazakh", "Kazachs"),
    Language("uz", "o‘zbek", "Uzbek", "Oezbeeks"),
    Language("tk", "türkmen dili", "Turkmen", "Turkmeens"),
    Language("ky", "кыргызча", "Kyrgyz", "Kirgizisch"),
    Language("tg", "тоҷикӣ", "Tajik", "Tadzjieks"),
    Language("mn", "монгол", "Mongolian", "Mongools"),
    Language("ur", "اردو", "Urdu", "Urdu"),
    Language("hi", "हिन्दी", "Hindi", "Hindi"),
    Language("bn", "বাংলা", "Bengali", "Bengaals"),
    Language("pa", "ਪੰਜਾਬੀ", "Punjabi", "Punjabi"),
    Language("gu", "ગુજરાતી", "Gujarati", "Gujarati"),
    Language("mr", "मराठी", "Marathi", "Marathi"),
    Language("ta", "தமிழ்", "Tamil", "Tamil"),
    Language("te", "తెలుగు", "Telugu", "Telugu"),
    Language("ml", "മലയാളം", "Malayalam", "Malayalam"),
    Language("kn", "ಕನ್ನಡ", "Kannada", "Kannada"),
    Language("si", "සිංහල", "Sinhala", "Singalees"),
    Language("ne", "नेपाली", "Nepali", "Nepalees"),
    Language("th", "ไทย", "Thai", "Thai"),
    Language("lo", "ລາວ", "Lao", "Laotiaans"),
    Language("km", "ខ្មែរ", "Khmer", "Khmer"),
    Language("my", "မြန်မာ", "Burmese", "Birmaans"),
    Language("vi", "Tiếng Việt", "Vietnamese", "Vietnamees"),
    Language("id", "bahasa Indonesia", "Indonesian", "Indonesisch"),
    Language("ms", "bahasa Melayu", "Malay", "Maleis"),
    Language("jv", "basa Jawa", "Javanese", "Javaans"),
    Language("su", "Basa Sunda", "Sundanese", "Soendanees"),
    Language("fil", "Filipino", "Filipino", "Filipijns"),
    Language("zh", "中文", "Chinese", "Chinees"),
    Language("yue", "粵語", "Cantonese", "Kantonees"),
    Language("ja", "日本語", "Japanese", "Japans"),
    Language("ko", "한국어", "Korean", "Koreaans"),
    Language("bo", "བོད་སྐད་", "Tibetan", "Tibetaans"),
    Language("am", "አማርኛ", "Amharic", "Amhaars"),
    Language("ti", "ትግርኛ", "Tigrinya", "Tigrinya"),
    Language("om", "Afaan Oromoo", "Oromo", "Oromo"),
    Language("so", "Soomaali", "Somali", "Somalisch"),
    Language("sw", "Kiswahili", "Swahili", "Swahili"),
    Language("rw", "Ikinyarwanda", "Kinyarwanda", "Kinyarwanda"),
    Language("rn", "Ikirundi", "Rundi", "Kirundi"),
    Language("ln", "lingála", "Lingala", "Lingala"),
    Language("lg", "Luganda", "Ganda", "Luganda"),
    Language("yo", "Èdè Yorùbá", "Yoruba", "Yoruba"),
    Language("ig", "Igbo", "Igbo", "Igbo"),
    Language("ha", "Hausa", "Hausa", "Hausa"),
    Language("zu", "isiZulu", "Zulu", "Zoeloe"),
    Language("xh", "isiXhosa", "Xhosa", "Xhosa"),
    Language("af", "Afrikaans", "Afrikaans", "Afrikaans"),
    Language("st", "Sesotho", "Southern Sotho", "Zuid-Sotho"),
    Language("tn", "Setswana", "Tswana", "Tswana"),
    Language("sn", "chiShona", "Shona", "Shona"),
    Language("ny", "Chichewa", "Nyanja", "Nyanja"),
    Language("mg", "Malagasy", "Malagasy", "Malagassisch"),
    Language("wo", "Wolof", "Wolof", "Wolof"),
    Language("ff", "Pulaar", "Fula", "Fulah"),
    Language("ak", "Akan", "Akan", "Akan"),
    Language("ee", "eʋegbe", "Ewe", "Ewe"),
    Language("bm", "bamanakan", "Bambara", "Bambara"),
    Language("ht", "kreyòl ayisyen", "Haitian Creole", "Haïtiaans Creools"),
    Language("eo", "Esperanto", "Esperanto", "Esperanto"),
    Language("la", "Latina", "Latin", "Latijn"),
    Language("sa", "संस्कृतम्", "Sanskrit", "Sanskriet"),
    Language("mi", "Māori", "Māori", "Maori"),
    Language("sm", "Gagana Samoa", "Samoan", "Samoaans"),
    Language("to", "lea fakatonga", "Tongan", "Tongaans"),
    Language("haw", "ʻŌlelo Hawaiʻi", "Hawaiian", "Hawaïaans"),
    Language("ay", "aymar aru", "Aymara", "Aymara"),
    Language("qu", "Runasimi", "Quechua", "Quechua"),
    Language("gn", "avañeʼẽ", "Guarani", "Guaraní"),
    Language("dse", "Nederlandse Gebarentaal", "Dutch Sign Language", "Nederlandse Gebarentaal"),
    Language("vgt", "Vlaamse Gebarentaal", "Flemish Sign Language", "Vlaamse Gebarentaal"),
    Language("bfi", "British Sign Language", "British Sign Language", "Britse Gebarentaal"),
    Language("ase", "American Sign Language", "American Sign Language", "Amerikaanse Gebarentaal"),
)

BY_CODE: Final = {language.code: language for language in LANGUAGES}


def choices() -> list[tuple[str, str]]:
    """``(code, label)`` of every language, by their name in the language of the page."""
    return [(language.code, language.label) for language in sorted(LANGUAGES, key=lambda item: item.name.casefold())]
