import pytest

from gilde.ui.devices import device_name

CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 {}Safari/537.36"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (CHROME.format("Linux; Android 14; Pixel 8", "Mobile "), "Chrome on Android"),
        (CHROME.format("Windows NT 10.0; Win64; x64", "") + " Edg/126.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
            "Safari on iPhone",
        ),
        ("curl/8.1", "An unknown device"),
        ("", "An unknown device"),
    ],
)
def test_a_device_is_called_as_its_owner_calls_it(header, name):
    assert device_name(header) == name
