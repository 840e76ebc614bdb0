"""Emoji by the names that chats and forums give them; the few that make up nearly all that people use."""

import re
from typing import Final

_BY_NAME: Final[dict[str, str]] = dict(
    re.findall(
        r"(\S+)=(\S+)",
        "slight_smile=🙂 slightly_smiling_face=🙂 smile=😄 smiley=😃 grin=😁 grinning=😀 wink=😉 joy=😂 "
        "laughing=😆 blush=😊 sweat_smile=😅 thinking=🤔 thinking_face=🤔 sunglasses=😎 heart=❤️ +1=👍 "
        "thumbsup=👍 -1=👎 thumbsdown=👎 frowning=😦 slight_frown=🙁 slightly_frowning_face=🙁 "
        "white_frowning_face=☹️ cry=😢 sob=😭 stuck_out_tongue=😛 stuck_out_tongue_winking_eye=😜 rofl=🤣 "
        "rolling_on_the_floor_laughing=🤣 confused=😕 upside_down_face=🙃 tada=🎉 clap=👏 rocket=🚀 fire=🔥 "
        "eyes=👀 pray=🙏 ok_hand=👌 muscle=💪 100=💯 wave=👋 star=⭐ star-struck=🤩 warning=⚠️ white_check_mark=✅ "
        "heavy_check_mark=✔️ x=❌ point_up=☝️ point_down=👇 point_right=👉 raised_hands=🙌 raising_hand=🙋 "
        "bug=🐛 sparkles=✨ party=🎉 partying_face=🥳 grimacing=😬 face_palm=🤦 facepalm=🤦 shrug=🤷 woman- "
        "shrugging=🤷‍♀️ man-shrugging=🤷‍♂️ heart_eyes=😍 hugging_face=🤗 relieved=😌 nerd_face=🤓 "
        "exploding_head=🤯 innocent=😇 calendar=📅 memo=📝 mega=📣 loudspeaker=📢 bulb=💡 link=🔗 question=❓ "
        "exclamation=❗ arrow_right=➡️ arrow_down=⬇️ computer=💻 speech_balloon=💬 globe_with_meridians=🌐 "
        "earth_africa=🌍 earth_americas=🌎 earth_asia=🌏 clock=🕒 coffee=☕ hourglass=⌛ construction=🚧 zap=⚡ "
        "sun_with_face=🌞 sunny=☀️ christmas_tree=🎄 gift=🎁 books=📚 book=📖 pencil=📝 pencil2=✏️ mag=🔍 lock=🔒 "
        "key=🔑 hammer_and_wrench=🛠️ purple_heart=💜 blue_heart=💙 green_heart=💚 yellow_heart=💛 "
        "disappointed=😞 worried=😟 cold_sweat=😰 scream=😱 grey_question=❔ fingers_crossed=🤞 "
        "crossed_fingers=🤞 handshake=🤝 writing_hand=✍️ v=✌️ ",
    )
)


def emoji(name: str) -> str:
    """The character of a name, without its skin tone; empty for one that is not known here."""
    return _BY_NAME.get(name.partition("::")[0], "")
