"""The carriers that the house knows: code, names, home, where a shipment is followed.

Where a carrier has no stable page of its own for one number, the public page of a tracking service stands in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_KUAIDI = "https://www.kuaidi100.com/chaxun?com={com}&nu={{number}}"
_ALL = "https://t.17track.net/en#nums={number}"


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who brings it. `tracking_url` has `{number}` where the number goes."""

    code: str
    name: str
    zh: str
    country: str
    """Home, ISO 3166-1 alpha-2; empty: many."""
    tracking_url: str = _ALL

    def named(self, language: str) -> str:
        """Return the name in a language: Chinese in Chinese, the international one elsewhere."""
        return self.zh if language.startswith("zh") and self.zh else self.name


def _cn(code: str, name: str, zh: str, com: str) -> Carrier:
    return Carrier(code, name, zh, "CN", _KUAIDI.format(com=com))


_CARRIERS = (
    _cn("sf", "SF Express", "顺丰速运", "shunfeng"),
    _cn("zto", "ZTO Express", "中通快递", "zhongtong"),
    _cn("yto", "YTO Express", "圆通速递", "yuantong"),
    _cn("sto", "STO Express", "申通快递", "shentong"),
    _cn("yunda", "Yunda Express", "韵达快递", "yunda"),
    _cn("ems", "China Post EMS", "邮政 EMS", "ems"),
    _cn("chinapost", "China Post", "中国邮政", "youzhengguonei"),
    _cn("jd", "JD Logistics", "京东物流", "jd"),
    _cn("jt", "J&T Express", "极兔速递", "jtexpress"),
    _cn("deppon", "Deppon Express", "德邦快递", "debangkuaidi"),
    Carrier("cainiao", "Cainiao", "菜鸟", "CN", "https://global.cainiao.com/detail.htm?mailNoList={number}"),
    Carrier("yunexpress", "YunExpress", "云途物流", "CN", "https://www.yuntrack.com/parcelTracking?id={number}"),
    Carrier("4px", "4PX", "递四方", "CN", "https://track.4px.com/#/result/0/{number}"),
    Carrier("yanwen", "Yanwen", "燕文物流", "CN", "https://track.yw56.com.cn/cn/querydel?nums={number}"),
    Carrier("ups", "UPS", "UPS", "US", "https://www.ups.com/track?tracknum={number}"),
    Carrier("fedex", "FedEx", "联邦快递 FedEx", "US", "https://www.fedex.com/fedextrack/?trknbr={number}"),
    Carrier("usps", "USPS", "美国邮政 USPS", "US", "https://tools.usps.com/go/TrackConfirmAction?tLabels={number}"),
    Carrier("dhl", "DHL Express", "DHL 快递", "DE", "https://www.dhl.com/en/express/tracking.html?AWB={number}"),
    Carrier("ontrac", "OnTrac", "OnTrac", "US", "https://www.ontrac.com/tracking/?number={number}"),
    Carrier("amazon", "Amazon Logistics", "亚马逊物流", "US", "https://track.amazon.com/tracking/{number}"),
    Carrier("s10", "Postal service (S10)", "邮政（S10 国际件）", ""),
)

KNOWN: Mapping[str, Carrier] = MappingProxyType({carrier.code: carrier for carrier in _CARRIERS})
