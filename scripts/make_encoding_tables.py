#!/usr/bin/env python3
"""Generate the tables of Sources/CEncodingTables/data from Python's own codecs.

    python3 scripts/make_encoding_tables.py

All numbers are little-endian. The files are committed; a build needs neither Python nor a network.

gb18030-two-byte.bin   UInt16 per code of two bytes, 126 lead bytes (81..FE) by 190 trail bytes (40..7E, 80..FE); 0 where there is none.
gb18030-ranges.bin     pairs of UInt32: (linear index of a four-byte code, scalar) where a run of consecutive scalars begins, ascending.
                       The linear index of b1 b2 b3 b4 is (((b1-81)*10 + b2-30)*126 + b3-81)*10 + b4-30 (hexadecimal).
                       Only the codes of the basic plane; from 90308130 on the scalar is U+10000 + (index - 189000).
big5-two-byte.bin      UInt32 per code of two bytes, 126 lead bytes (81..FE) by 157 trail bytes (40..7E, A1..FE); 0 where there is none.
                       Microsoft's code page 950 first, the Hong Kong supplement where that has nothing (in C6A1..C8FE the other way about); the four codes that stand
                       for a letter with a combining mark hold (letter << 16 | mark).
plausibility.bin       two bits per scalar of the basic plane (lowest bits first): 0 no text has it, 1 rare, 2 common, 3 very frequent
                       in Chinese. Used to tell encodings apart.
"""
import pathlib
import struct
import unicodedata

DATA = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "CEncodingTables" / "data"

# Characters that make up most of running Chinese, the language of administration included; the traditional forms follow.
FREQUENT = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞街镇村乡户捐款疫情防控款物"
    "：，。、；“”（）《》？！"
)
TRADITIONAL = (
    "這個國們時來對會發動說產種後學經進著當現實點從業電體機應開還義問關無線與長見運農軍總條結題員題變歷隊幾東導認權證許將給級統術極議設門務單場車節話報廣書傳備區縣鎮鄉鄉號團黨體員億萬馬風飛龍華聲離類專廠選標寫親養術據規熱領屬滿調紅細聽該鐵價嚴讓戰歲樂劃層幫辦處費環護醫藥衛灣臺灣雙歡誰邊過頭氣錢買賣為樣兩沒內"
)


def decoded(code, codec):
    try:
        return code.decode(codec)
    except UnicodeDecodeError:
        return ""


def gb18030_two_byte():
    out = []
    for lead in range(0x81, 0xFF):
        for trail in [*range(0x40, 0x7F), *range(0x80, 0xFF)]:
            text = decoded(bytes([lead, trail]), "gb18030")
            assert len(text) <= 1 and (not text or ord(text) < 0x10000)
            out.append(ord(text) if text else 0)
    return struct.pack(f"<{len(out)}H", *out)


def four_bytes(index):
    index, b4 = divmod(index, 10)
    index, b3 = divmod(index, 126)
    b1, b2 = divmod(index, 10)
    return bytes([0x81 + b1, 0x30 + b2, 0x81 + b3, 0x30 + b4])


def gb18030_ranges():
    out, previous = [], None
    for index in range(39420):
        text = decoded(four_bytes(index), "gb18030")
        assert len(text) == 1, index
        if ord(text) - index != previous:
            out += [index, ord(text)]
            previous = ord(text) - index
    assert decoded(four_bytes(189000), "gb18030") == "\U00010000"
    return struct.pack(f"<{len(out)}I", *out)


def big5_two_byte():
    out = []
    for lead in range(0x81, 0xFF):
        for trail in [*range(0x40, 0x7F), *range(0xA1, 0xFF)]:
            code = bytes([lead, trail])
            # C6A1..C8FE hold circled digits and kana on real pages; code page 950 leaves them to the user.
            order = ("big5hkscs", "cp950") if b"\xc6\xa1" <= code <= b"\xc8\xfe" else ("cp950", "big5hkscs")
            text = decoded(code, order[0]) or decoded(code, order[1])
            assert len(text) <= 2
            out.append(0 if not text else ord(text) if len(text) == 1 else ord(text[0]) << 16 | ord(text[1]))
    return struct.pack(f"<{len(out)}I", *out)


def plausibility():
    common = set()
    for lead in [*range(0xA1, 0xAA), *range(0xB0, 0xD8)]:  # GB 2312: symbols and the 3,755 characters of level one
        for trail in range(0xA1, 0xFF):
            common.update(decoded(bytes([lead, trail]), "gb2312"))
    for lead in range(0xA1, 0xC7):  # Big5: symbols and the 5,401 characters of level one
        for trail in [*range(0x40, 0x7F), *range(0xA1, 0xFF)]:
            common.update(decoded(bytes([lead, trail]), "big5"))
    common.update(chr(c) for c in [*range(0x20, 0x7F), *range(0xA0, 0x180), 9, 10, 13, *range(0xFF01, 0xFF5F), 0x2014, 0x2026, 0x3000])
    frequent = set(FREQUENT + TRADITIONAL)
    out = bytearray(0x10000 // 4)
    for scalar in range(0x10000):
        category = unicodedata.category(chr(scalar))
        if chr(scalar) in frequent:
            rank = 3
        elif category in ("Cn", "Co", "Cs") or (category == "Cc" and chr(scalar) not in common):
            rank = 0
        else:
            rank = 2 if chr(scalar) in common else 1
        out[scalar // 4] |= rank << (scalar % 4 * 2)
    return bytes(out)


def main():
    DATA.mkdir(parents=True, exist_ok=True)
    for name, make in {
        "gb18030-two-byte": gb18030_two_byte,
        "gb18030-ranges": gb18030_ranges,
        "big5-two-byte": big5_two_byte,
        "plausibility": plausibility,
    }.items():
        content = make()
        (DATA / f"{name}.bin").write_bytes(content)
        print(name, len(content), "bytes")


if __name__ == "__main__":
    main()
