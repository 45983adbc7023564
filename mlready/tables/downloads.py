"""Calls and programs that fetch a file by address, and those that check one."""

_SUM = "compare its sum with `hashlib`"

DOWNLOADS = {
    "urllib.request.urlretrieve": ("", _SUM),
    "six.moves.urllib.request.urlretrieve": ("", _SUM),
    "requests.get": ("", _SUM),
    "httpx.get": ("", _SUM),
    "urllib.request.urlopen": ("", _SUM),
    "wget.download": ("", _SUM),
    "gdown.download": ("", _SUM),
    "gdown.cached_download": ("", "pass `hash`"),
    "torch.hub.download_url_to_file": ("", "pass `hash_prefix`"),
    "torch.hub.load_state_dict_from_url": ("", "name the file by its sum and pass `check_hash=True`"),
    "torchvision.datasets.utils.download_url": ("", "pass `md5`"),
    "torchvision.datasets.utils.download_and_extract_archive": ("", "pass `md5`"),
    "pooch.retrieve": ("", "pass `known_hash`"),
    "tensorflow.keras.utils.get_file": ("origin", "pass `file_hash`"),
    "keras.utils.get_file": ("origin", "pass `file_hash`"),
}
"""Call -> the keyword of its address where that is not the first argument, and how its result can be checked."""

SUMS = frozenset(
    {"known_hash", "file_hash", "md5_hash", "hash", "md5", "hash_prefix", "check_hash", "expected_md5", "sha256"}
)
"""Keywords that give the sum of what is fetched."""

FETCHING = frozenset({"wget", "curl", "aria2c", "axel", "gdown"})

CHECKING_PROGRAMS = frozenset(
    {"sha256sum", "sha1sum", "sha512sum", "md5sum", "shasum", "md5", "b2sum", "cksum", "gpg", "gpgv", "cosign", "minisign", "sha224sum", "sha384sum"}
)  # fmt: skip
