"""What buyers write about what they bought, and what the store answers."""

from typing import Final

ZH: Final = {
    5: (
        "光很暖，晚上看书刚好，不刺眼。",
        "比图上还好看，家里人都问在哪买的。",
        "做工扎实，边角都磨过，拿在手里舒服。",
        "第二次买了，上次那只送了朋友。",
        "包装很用心，一点没磕。小卡片也留着了。",
        "颜色和照片一样，放在床头很安静。",
        "用了一个月才来说：好用，没毛病。",
        "送妈妈的，她说比她想的重，是好东西。",
        "旋钮手感好，调到最暗正好当小夜灯。",
        "客服回得快，问的两个问题都讲清楚了。",
        "打开盒子先闻到木头味，放了一天就散了。",
        "搬家第一件添的东西，一眼就喜欢。",
        "比商场里便宜，东西是一样的用心。",
        "洗过几次了，没变样。",
        "猫很满意，我也是。",
        "下单第三天到，早高峰前就送来了。",
        "朋友来家里都要拿起来看看底。",
        "一直想要一个这样的，不张扬。",
        "重量刚好，放桌上不飘。",
        "和旧的那只放一起，颜色对得上。",
        "摆在玄关，回家第一眼看见它。",
        "说明书写得像人话，少见。",
    ),
    4: (
        "东西不错，就是快递慢了两天。",
        "好看，电源线要是再长一点就更好了。",
        "质感好，价格小贵，等活动买的。",
        "比想的小一圈，不过放书桌刚好。",
        "喜欢，釉色有一点点不匀，手工的可以理解。",
    ),
    3: ("一般，图上看着更亮一些。", "还行，味道要散两天。", "尺寸没看清，偏小，自己的问题。"),
    2: ("收到时盒子压扁了，灯没事，送人不好看。", "用了三周开关有点松。"),
    1: ("碎了一只，客服给补了，但等了一周。", "颜色和图片差太多。"),
}
EN: Final = {
    5: (
        "Warm light, no glare. Exactly what I wanted for reading.",
        "Even nicer than the pictures. Well packed, too.",
        "Second one I bought; the first went to my sister.",
        "You can feel the weight of it. Solid and quiet.",
        "Arrived a day early and in one piece. Thank you!",
        "We use it every evening.",
        "Quiet, plain, well made. I would buy it again.",
        "My desk finally looks finished.",
        "A gift for my father, who never likes gifts. He liked this.",
        "The colour is true to the photographs.",
    ),
    4: (
        "Lovely, though the parcel took its time.",
        "Good quality. I wish the cord were longer.",
        "Smaller than I imagined, but it fits the shelf.",
    ),
    3: ("It is fine. The colour is greyer than on the page.", "Nice object, plain box."),
    2: ("The box was crushed when it came. The lamp works.",),
    1: ("It came broken. They sent the money back, but still.",),
}
ANSWERS: Final = {
    "zh-hans": (
        "这只是我们没包好，已经换了加厚的护角。钱已退回，对不住。",
        "谢谢直说。照片我们重拍了一组日光下的，放在页面最后。",
    ),
    "en": (
        "That one was on us: the corners are padded better now, and your money is on its way back.",
        "Thank you for being plain with us. We have added photographs taken in daylight.",
    ),
}
