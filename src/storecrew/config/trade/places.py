"""Where buyers live and what they are called. Streets exist, nobody in them does; foreign numbers are reserved for fiction."""

from dataclasses import dataclass


def _pairs(text: str) -> dict[str, str]:
    """Return names with how they are written in an e-mail address."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


SURNAMES = _pairs(
    "林 lin 周 zhou 许 xu 何 he 沈 shen 贺 he 梁 liang 苏 su 程 cheng 顾 gu 王 wang 李 li 张 zhang 刘 liu 陈 chen "
    "杨 yang 赵 zhao 黄 huang 吴 wu 徐 xu 孙 sun 胡 hu 朱 zhu 高 gao 郭 guo 马 ma 罗 luo 郑 zheng 谢 xie 韩 han "
    "唐 tang 冯 feng 于 yu 董 dong 叶 ye 蒋 jiang 杜 du 魏 wei 陆 lu 夏 xia 钟 zhong 姜 jiang 范 fan 方 fang "
    "石 shi 姚 yao 谭 tan 邹 zou"
)
GIVEN = _pairs(
    "晚 wan 知意 zhiyi 小满 xiaoman 砚 yan 望舒 wangshu 一诺 yinuo 青禾 qinghe 南星 nanxing 予安 yuan 子衿 zijin "
    "静怡 jingyi 雨桐 yutong 思远 siyuan 浩然 haoran 佳怡 jiayi 文博 wenbo 晓彤 xiaotong 俊杰 junjie 婷 ting 磊 lei "
    "敏 min 丽华 lihua 建国 jianguo 秀英 xiuying 志强 zhiqiang 梓涵 zihan 若溪 ruoxi 嘉树 jiashu 明远 mingyuan "
    "书瑶 shuyao 一鸣 yiming 清扬 qingyang 念慈 nianci 秋白 qiubai 云舟 yunzhou 听雨 tingyu 晨曦 chenxi 雪 xue "
    "宁 ning 海燕 haiyan 春生 chunsheng 月 yue 可欣 kexin 泽宇 zeyu 安琪 anqi 恬 tian 亦凡 yifan 慕白 mubai"
)


@dataclass(frozen=True, slots=True)
class Town:
    """A place at home, with streets; `share`: how many live there, against other places."""

    region: str
    city: str
    district: str
    streets: tuple[str, ...]
    share: float = 1.0


TOWNS = (
    Town("上海市", "", "徐汇区", ("天平路 {n} 弄 3 号 {m}", "龙华中路 {n} 号 {m}"), 3),
    Town("上海市", "", "杨浦区", ("国定路 {n} 号 {m}", "控江路 {n} 弄 {m}"), 2),
    Town("上海市", "", "浦东新区", ("芳甸路 {n} 弄 {m}", "张杨路 {n} 号 {m}"), 2.5),
    Town("北京市", "", "海淀区", ("成府路 {n} 号 2 单元 {m}", "中关村南路 {n} 号院 {m}"), 2.6),
    Town("北京市", "", "朝阳区", ("望京西园 {n} 号楼 {m}", "青年路 {n} 号院 {m}"), 2.8),
    Town("浙江省", "杭州市", "拱墅区", ("湖墅南路 {n} 号 {m}", "莫干山路 {n} 号 {m}"), 2.4),
    Town("浙江省", "杭州市", "滨江区", ("江南大道 {n} 号 {m}",), 1.6),
    Town("浙江省", "宁波市", "鄞州区", ("钱湖南路 {n} 号 {m}",), 1),
    Town("广东省", "深圳市", "南山区", ("科苑路 {n} 号 B 座 {m}", "后海大道 {n} 号 {m}"), 2.6),
    Town("广东省", "广州市", "天河区", ("天河北路 {n} 号 {m}", "体育东路 {n} 号 {m}"), 2.2),
    Town("广东省", "佛山市", "顺德区", ("大良新桂路 {n} 号 {m}",), 1),
    Town("四川省", "成都市", "武侯区", ("玉林东路 {n} 号 {m}", "人民南路四段 {n} 号 {m}"), 2.2),
    Town("四川省", "成都市", "锦江区", ("牛市口路 {n} 号 {m}",), 1.2),
    Town("江苏省", "南京市", "鼓楼区", ("湖南路 {n} 号 {m}", "中山北路 {n} 号 {m}"), 1.7),
    Town("江苏省", "苏州市", "姑苏区", ("平江路 {n} 号 {m}", "十全街 {n} 号"), 1.7),
    Town("湖北省", "武汉市", "武昌区", ("中北路 {n} 号 {m}",), 1.5),
    Town("陕西省", "西安市", "雁塔区", ("小寨西路 {n} 号 {m}",), 1.4),
    Town("重庆市", "", "渝中区", ("中山三路 {n} 号 {m}",), 1.4),
    Town("湖南省", "长沙市", "岳麓区", ("麓山南路 {n} 号 {m}",), 1.2),
    Town("福建省", "厦门市", "思明区", ("厦禾路 {n} 号 {m}",), 1.1),
    Town("山东省", "青岛市", "市南区", ("香港中路 {n} 号 {m}",), 1),
    Town("天津市", "", "和平区", ("成都道 {n} 号 {m}",), 1),
    Town("辽宁省", "沈阳市", "和平区", ("太原南街 {n} 号 {m}",), 0.8),
    Town("河南省", "郑州市", "金水区", ("花园路 {n} 号 {m}",), 1),
    Town("云南省", "大理白族自治州", "大理市", ("人民路 {n} 号",), 0.5),
    Town("黑龙江省", "哈尔滨市", "南岗区", ("果戈里大街 {n} 号 {m}",), 0.6),
    Town("新疆维吾尔自治区", "乌鲁木齐市", "天山区", ("红山路 {n} 号 {m}",), 0.35),
)


@dataclass(frozen=True, slots=True)
class Country:
    """A country abroad: how its people are called, where they live (region, city, post code), in what they pay."""

    code: str
    share: float
    currency: str
    hours_ahead: int
    """Of UTC, about."""
    first: tuple[str, ...]
    last: tuple[str, ...]
    cities: tuple[tuple[str, str, str], ...]
    streets: tuple[str, ...]
    phone: str = ""
    """With # for digits and &&& for an area code of the USA; empty: nobody gives one."""


COUNTRIES = (
    Country(
        "US", 30, "USD", -6,
        ("Emily", "Hannah", "Grace", "Maya", "Olivia", "Daniel", "Noah", "Ethan", "Sofia", "Claire", "Lucas", "Ruth"),
        ("Carter", "Nguyen", "Brooks", "Alvarez", "Kim", "Morgan", "Reed", "Patel", "Sullivan", "Foster", "Meyer"),
        (("NY", "Brooklyn", "11211"), ("CA", "San Francisco", "94110"), ("CA", "Los Angeles", "90026"),
         ("WA", "Seattle", "98103"), ("IL", "Chicago", "60622"), ("TX", "Austin", "78704"), ("OR", "Portland", "97214"),
         ("MA", "Cambridge", "02139"), ("CO", "Denver", "80205")),
        ("{n} Maple Street", "{n} Bedford Avenue, Apt {m}", "{n} Lincoln Avenue", "{n} Oak Street, Unit {m}"),
        "+1 &&& 555 01##",
    ),
    Country(
        "DE", 15, "EUR", 1,
        ("Anna", "Lena", "Jonas", "Miriam", "Felix", "Katharina", "Paul", "Johanna", "Lukas", "Clara"),
        ("Schmidt", "Weber", "Hoffmann", "Krüger", "Vogel", "Brandt", "Keller", "Lorenz", "Busch"),
        (("", "Berlin", "10997"), ("", "Hamburg", "22765"), ("", "München", "80469"), ("", "Leipzig", "04229"),
         ("", "Köln", "50672")),
        ("Wrangelstraße {n}", "Lindenallee {n}", "Schillerstraße {n}", "Gartenweg {n}"),
        "+49 30 23125 ###",
    ),
    Country(
        "FR", 10, "EUR", 1,
        ("Camille", "Léa", "Hugo", "Manon", "Julien", "Élise", "Antoine", "Margaux"),
        ("Martin", "Bernard", "Lefèvre", "Moreau", "Girard", "Roux", "Fontaine"),
        (("", "Paris", "75011"), ("", "Lyon", "69001"), ("", "Nantes", "44000"), ("", "Bordeaux", "33000")),
        ("{n} rue des Tilleuls", "{n} rue Oberkampf", "{n} avenue Jean Jaurès"),
        "+33 1 99 00 ## ##",
    ),
    Country(
        "NL", 5, "EUR", 1,
        ("Sanne", "Daan", "Femke", "Bram", "Lotte"), ("de Vries", "Bakker", "Visser", "Smit", "Mulder"),
        (("", "Amsterdam", "1013 GM"), ("", "Utrecht", "3511 AB"), ("", "Rotterdam", "3014 ZA")),
        ("Oudegracht {n}", "Westerstraat {n}", "Kerkstraat {n}"),
    ),
    Country(
        "IT", 4, "EUR", 1,
        ("Giulia", "Marco", "Chiara", "Matteo", "Elena"), ("Rossi", "Conti", "Greco", "Ferrari", "Villa"),
        (("MI", "Milano", "20121"), ("TO", "Torino", "10123"), ("BO", "Bologna", "40121")),
        ("Via Brera {n}", "Via Garibaldi {n}", "Corso Roma {n}"),
    ),
    Country(
        "JP", 11, "USD", 9,
        ("Haruka", "Yui", "Kenta", "Aoi", "Sho", "Mio"), ("Sato", "Tanaka", "Kobayashi", "Mori", "Ishii", "Ueda"),
        (("東京都", "世田谷区", "154-0001"), ("大阪府", "大阪市北区", "530-0041"), ("京都府", "京都市左京区", "606-8392")),
        ("池尻 {n}-{m}", "天神橋 {n}-{m}"),
    ),
    Country(
        "HK", 8, "USD", 8,
        ("Wing Yan", "Ka Ho", "Hiu Tung", "Tsz Kit"), ("Chan", "Wong", "Leung", "Lau", "Ng"),
        (("Hong Kong Island", "Central", ""), ("Kowloon", "Mong Kok", ""), ("New Territories", "Sha Tin", "")),
        ("{n} Hollywood Road, Flat {m}", "{n} Nathan Road, Flat {m}"),
    ),
    Country(
        "SG", 7, "USD", 8,
        ("Mei Ling", "Wei Jie", "Priya", "Farah", "Daryl"), ("Tan", "Lim", "Ong", "Rahman", "Goh"),
        (("", "", "169653"), ("", "", "427530"), ("", "", "238801")),
        ("{n} Tiong Bahru Road #0{m}", "{n} Joo Chiat Place #0{m}"),
    ),
    Country(
        "KR", 6, "USD", 9,
        ("Ji-woo", "Seo-yeon", "Min-jun", "Ha-eun"), ("Kim", "Lee", "Park", "Choi", "Jung"),
        (("Seoul", "Mapo-gu", "04001"), ("Seoul", "Yongsan-gu", "04390")),
        ("Yanghwa-ro {n}", "Itaewon-ro {n}"),
    ),
    Country(
        "TW", 4, "USD", 8,
        ("怡君", "宗翰", "雅婷", "家豪"), ("陳", "林", "黃", "張"),
        (("台北市", "大安區", "106"), ("台中市", "西區", "403"), ("台南市", "中西區", "700")),
        ("永康街 {n} 號", "民生路 {n} 號 {m} 樓"),
    ),
)  # fmt: skip
