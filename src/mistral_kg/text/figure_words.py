"""The words and signs that figures are written with, in English and Punjabi, and what they mean.

The names of months are those of the Unicode CLDR (https://cldr.unicode.org, locales en and pa), the
codes of currencies those of ISO 4217. Of Punjabi numbers there are those up to 20, the tens and 25,
and no other word for 21 to 99.
"""

from __future__ import annotations

from mistral_kg.text.wording import Word, words


def _table(entries: str) -> dict[str, str]:
    """Return the key of each word in entries `meaning: word word …`, with its meaning."""
    found: dict[str, str] = {}
    for entry in entries.replace("\n", ";").split(";"):
        meaning, _, forms = entry.strip().partition(": ")
        found.update((word.key, meaning) for word in words(forms))
    return found


NUMBERS = _table("""
    0.5: half ਅੱਧਾ; 1: one ਇੱਕ ਇਕ; 1.5: ਡੇਢ; 2: two ਦੋ; 2.5: ਢਾਈ; 3: three ਤਿੰਨ
    4: four ਚਾਰ; 5: five ਪੰਜ; 6: six ਛੇ; 7: seven ਸੱਤ; 8: eight ਅੱਠ; 9: nine ਨੌਂ ਨੌ
    10: ten ਦਸ; 11: eleven ਗਿਆਰਾਂ; 12: twelve ਬਾਰਾਂ; 13: thirteen ਤੇਰਾਂ; 14: fourteen ਚੌਦਾਂ
    15: fifteen ਪੰਦਰਾਂ; 16: sixteen ਸੋਲਾਂ; 17: seventeen ਸਤਾਰਾਂ; 18: eighteen ਅਠਾਰਾਂ
    19: nineteen ਉੱਨੀ; 20: twenty ਵੀਹ; 25: ਪੱਚੀ; 30: thirty ਤੀਹ; 40: forty ਚਾਲੀ
    50: fifty ਪੰਜਾਹ; 60: sixty ਸੱਠ; 70: seventy ਸੱਤਰ; 80: eighty ਅੱਸੀ; 90: ninety ਨੱਬੇ
""")
ADDED = _table("0.5: ਸਾਢੇ; 0.25: ਸਵਾ; -0.25: ਪੌਣੇ")
"""What is before a number and added to it: ਸਾਢੇ ਤਿੰਨ is three and a half."""
MAGNITUDES = _table("""
    12: dozen ਦਰਜਨ; 100: hundred ਸੌ; 1000: thousand ਹਜ਼ਾਰ; 100000: lakh ਲੱਖ
    1000000: million ਮਿਲੀਅਨ; 10000000: crore ਕਰੋੜ; 1000000000: billion ਬਿਲੀਅਨ ਅਰਬ
    1000000000000: trillion ਟ੍ਰਿਲੀਅਨ
""")
SHORT = _table("1000: k; 1000000: m mn; 1000000000: b bn; 1000000000000: tn")
UNITS = _table("""
    day: day ਦਿਨ; week: week ਹਫ਼ਤਾ; month: month ਮਹੀਨਾ; year: year ਸਾਲ
    times: times fold ਗੁਣਾ; percent: percent ਫ਼ੀਸਦੀ ਪ੍ਰਤੀਸ਼ਤ
    USD: dollar ਡਾਲਰ; EUR: euro ਯੂਰੋ; GBP: pound ਪੌਂਡ; INR: rupee ਰੁਪਿਆ ਰੁਪਏ
    JPY: yen ਯੇਨ; CNY: yuan ਯੁਆਨ
""")
CURRENCIES = _table("INR: Rs ਰੁ") | {
    word.key: word.key
    for word in words(
        "AED AUD BRL CAD CHF CNY DKK EUR GBP HKD INR JPY KRW NOK NZD PKR SEK SGD USD ZAR"
    )
}
"""Abbreviations, which may be before a number too."""
DOLLARS = _table("""
    USD: US American ਅਮਰੀਕੀ; CAD: CA Canadian ਕੈਨੇਡੀਅਨ; AUD: A AU Australian ਆਸਟ੍ਰੇਲੀਅਨ
    NZD: NZ; HKD: HK; SGD: S Singapore; BRL: R
""")
"""Whose dollar it is: "US$5", "5 Canadian dollars"."""
SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "%": "percent"}
MONTHS = _table("""
    1: January ਜਨਵਰੀ; 2: February ਫ਼ਰਵਰੀ; 3: March ਮਾਰਚ; 4: April ਅਪ੍ਰੈਲ; 5: May ਮਈ; 6: June ਜੂਨ
    7: July ਜੁਲਾਈ; 8: August ਅਗਸਤ; 9: September ਸਤੰਬਰ; 10: October ਅਕਤੂਬਰ; 11: November ਨਵੰਬਰ
    12: December ਦਸੰਬਰ
""")


def meaning_of(token: Word, table: dict[str, str]) -> str | None:
    """Return what a word means by a table, in any of its forms; None where it is not there."""
    for base in (token.key, *sorted(token.bases())):
        if base in table:
            return table[base]
    return None
