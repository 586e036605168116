"""What keys and tokens look like that tell by their own form whose they are.

Refuses to know the names of variables: a form that many other things have does not belong here.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from pt_lsp.privacy.detectors.finding import Finding
from pt_lsp.privacy.detectors.judgement import looks_random
from pt_lsp.privacy.placeholders import PLACEHOLDER

_HEX_ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

# Each form begins with a letter or digit that is itself, and stands behind none: that lets the search jump.
_FORMS = {
    "1Password key": (r"A3-[A-Z0-9]{6}(?:-[A-Z0-9]{5,11}){4,5}", r"ops_eyJ[A-Za-z0-9+/]{100,}={0,3}"),
    "Adobe client secret": (r"p8e-[A-Za-z0-9]{32}",),
    "age key": (r"AGE-SECRET-KEY-1[0-9A-Z]{58}",),
    "Airtable token": (r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}",),
    "Alibaba Cloud key": (r"LTAI[A-Za-z0-9]{12,26}",),
    "Artifactory key": (r"AKCp[A-Za-z0-9]{20,}", r"cmVmd[A-Za-z0-9]{59}"),
    "Atlassian token": (r"ATATT3[\w=-]{60,}", r"ATCTT3[\w=-]{60,}", r"ATBB[A-Za-z0-9]{32}"),
    "Authress key": (
        *(rf"{start}_[A-Za-z0-9]{{5,30}}\.[A-Za-z0-9]{{4,6}}\.acc[_-][A-Za-z0-9-]{{10,32}}\.[\w+/=-]{{30,120}}"
          for start in ("sc", "ext", "scauth", "authress")),
    ),
    "AWS access key": (r"A(?:KIA|SIA|BIA|CCA|3T[A-Z0-9])[A-Z0-9]{16}", r"ABSK[A-Za-z0-9+/]{100,}={0,2}"),
    "Azure key": (r"AccountKey=[A-Za-z0-9+/=]{40,}", r"SharedAccessKey=[A-Za-z0-9+/=]{40,}"),
    "Brevo key": (r"xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}", r"xsmtpsib-[a-f0-9]{64}-[A-Za-z0-9]{16}"),
    "Buildkite token": (r"bkua_[a-f0-9]{40}",),
    "CircleCI token": (r"CCIPAT_[A-Za-z0-9]{22}_[a-f0-9]{40}",),
    "ClickHouse key": (r"4b1d[A-Za-z0-9]{38}",),
    "Clojars token": (r"CLOJARS_[A-Za-z0-9]{60}",),
    "Cloudflare key": (r"v1\.0-[a-f0-9]{24}-[a-f0-9]{146}",),
    "Databricks token": (r"dapi[a-f0-9]{32}(?:-[0-9])?",),
    "Defined Networking token": (r"dnkey-[\w=-]{26}-[\w=-]{52}",),
    "DigitalOcean token": (r"do[opr]_v1_[A-Fa-f0-9]{64}",),
    "Discord token": tuple(rf"{start}[\w-]{{23,25}}\.[\w-]{{6}}\.[\w-]{{27,38}}" for start in "MNO"),
    "Django key": (r"django-insecure-[a-z0-9!@#$%^&*(_=+)-]{20,}",),
    "Docker Hub token": (r"dckr_[a-z]{3}_[\w-]{27}",),
    "Doppler token": (r"dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9.]{40,}",),
    "Dropbox token": (r"sl\.[\w=-]{130,}",),
    "Duffel token": (r"duffel_(?:test|live)_[\w=-]{43}",),
    "Dynatrace token": (r"dt0c01\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{64}",),
    "EasyPost key": (r"EZ[AT]K[A-Za-z0-9]{54}",),
    "Facebook token": (r"EAA[MC][A-Za-z0-9]{100,}",),
    "Figma token": (r"figd_[\w-]{40,}",),
    "Flutterwave key": (r"FLW(?:SECK|PUBK)(?:_TEST)?-[A-Za-z0-9]{12,32}(?:-X)?",),
    "Fly.io token": (r"fo1_[\w-]{43}", r"fm[12][ar]?_[A-Za-z0-9+/]{100,}={0,3}"),
    "Frame.io token": (r"fio-u-[\w=-]{64}",),
    "GitHub token": (r"gh[oprsu]_[A-Za-z0-9_]{36,255}", r"github_pat_[A-Za-z0-9_]{22,255}"),
    "GitLab token": (
        r"gl(?:pat|ptt|dt|rt|cbt|ft|ffct|imt|soat|oas|agent)-[\w-]{20,}(?:\.[0-9a-z]{9})?",
        r"GR1348941[\w-]{20,}",
        r"gitlab_session=[0-9a-z]{32}",
    ),
    "Google key": (r"AIza[\w-]{35}", r"GOCSPX-[\w-]{20,}", r"ya29\.[\w-]{20,}"),
    "Grafana token": (
        r"glsa_[A-Za-z0-9_]{32,}",
        r"glc_[A-Za-z0-9+/]{32,400}={0,3}",
        r"eyJrIjoi[A-Za-z0-9]{60,400}={0,3}",
    ),
    "Groq key": (r"gsk_[A-Za-z0-9]{40,}",),
    "Harness key": (*(rf"{start}at\.[\w-]{{22}}\.[A-Za-z0-9]{{24}}\.[A-Za-z0-9]{{20}}" for start in "ps"),),
    "Heroku key": (r"HRKU-AA[\w-]{58}",),
    "Hugging Face token": (r"hf_[A-Za-z0-9]{30,}", r"api_org_[A-Za-z0-9]{34}"),
    "Infracost key": (r"ico-[A-Za-z0-9]{32}",),
    "Intra42 secret": (r"s-s4t2(?:ud|af)-[A-Fa-f0-9]{64}",),
    "JSON web token": (r"ey[AIJK][\w-]{8,2048}\.[\w-]{8,}\.[\w-]*", r"ZXlK[A-Za-z0-9+/_-]{48,}={0,2}"),
    "LangSmith key": (r"lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}",),
    "Linear key": (r"lin_(?:api|oauth)_[A-Za-z0-9]{40,}",),
    "Lob key": (*(rf"{start}_(?:pub_)?[a-f0-9]{{31,35}}" for start in ("live", "test")),),
    "Mailgun key": (r"key-[a-f0-9]{32}", r"pubkey-[a-f0-9]{32}"),
    "Mapbox token": (*(rf"{start}k\.[\w-]{{60,}}\.[\w-]{{22}}" for start in "ps"),),
    "Netlify token": (r"nfp_[A-Za-z0-9]{36,}",),
    "New Relic key": (r"NR(?:AK-[A-Za-z0-9]{27}|II-[A-Za-z0-9-]{32}|JS-[A-Fa-f0-9]{19})",),
    "Notion token": (r"ntn_[0-9]{11}[A-Za-z0-9]{35}", r"secret_[A-Za-z0-9]{43}"),
    "npm token": (r"npm_[A-Za-z0-9]{36,}",),
    "NVIDIA key": (r"nvapi-[\w-]{60,}",),
    "Octopus Deploy key": (r"API-[A-Z0-9]{26}",),
    "OpenAI-style key": (r"sk-(?=[\w-]{0,40}[0-9])[\w-]{20,}", r"sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}"),
    "OpenShift token": (r"sha256~[\w-]{43}",),
    "Perplexity key": (r"pplx-[A-Za-z0-9]{48}",),
    "Plaid token": (rf"access-(?:sandbox|development|production)-{_HEX_ID}",),
    "PlanetScale token": (r"pscale_(?:tkn|oauth|pw)_[\w=.-]{32,64}",),
    "PostHog key": (r"ph[cx]_[A-Za-z0-9]{43}",),
    "Postman key": (r"PMAK-[A-Fa-f0-9]{24}-[A-Fa-f0-9]{34}",),
    "Prefect token": (r"pn[ub]_[A-Za-z0-9]{36}",),
    "Pulumi token": (r"pul-[a-f0-9]{40}",),
    "PyPI token": (r"pypi-Ag[\w-]{32,}",),
    "ReadMe key": (r"rdme_[a-z0-9]{70}",),
    "Replicate token": (r"r8_[A-Za-z0-9]{37}",),
    "Resend key": (r"re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}",),
    "RubyGems key": (r"rubygems_[a-f0-9]{48}",),
    "Scalingo token": (r"tk-us-[\w-]{48}",),
    "SendGrid key": (r"SG\.[\w-]{16,32}\.[\w-]{16,64}", r"SG\.[\w=.-]{66}"),
    "Sentry token": (r"sntry[su]_[A-Za-z0-9+/=_]{40,}",),
    "SettleMint token": (r"sm_[aps]at_[A-Za-z0-9]{16}",),
    "Shippo token": (r"shippo_(?:live|test)_[A-Fa-f0-9]{40}",),
    "Shopify token": (r"shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}",),
    "Slack token": (
        r"xox[abeoprs](?:\.xox[bp])?-[A-Za-z0-9-]{8,}",
        r"xapp-[0-9]-[A-Za-z0-9-]{10,}",
        r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/_]{20,}",
    ),
    "SoftLayer key": (r"api\.softlayer\.com/soap/v3(?:\.1)?/[a-z0-9]{64}",),
    "Sourcegraph token": (r"sgp_(?:(?:[A-Fa-f0-9]{16}|local)_)?[A-Fa-f0-9]{40}",),
    "Square token": (r"EAAA[\w-]{22,60}", r"sq0(?:atp|csp|idp)-[\w-]{22,60}"),
    "Stripe key": (
        *(rf"{start}k_(?:live|test|prod)_[A-Za-z0-9]{{10,}}" for start in "rs"),
        r"whsec_[A-Za-z0-9+/=]{24,}",
    ),
    "Supabase key": (r"sbp_[a-f0-9]{40}", r"sb_secret_[\w-]{20,}"),
    "Tavily key": (r"tvly-[A-Za-z0-9-]{32,}",),
    "Teams webhook": (r"webhook\.office\.com/webhookb2/[0-9a-f@-]{73}/IncomingWebhook/\w{32}/[0-9a-f-]{36}",),
    "Tencent Cloud key": (r"AKID[A-Za-z0-9]{32}",),
    "Twilio key": (r"SK[0-9a-fA-F]{32}", r"AC[0-9a-f]{32}"),
    "Typeform token": (r"tfp_[\w.=-]{40,}",),
    "Vault token": (r"hv[bsr]\.[\w-]{24,}", r"s\.[A-Za-z0-9]{24}(?![A-Za-z0-9_])"),
    "xAI key": (r"xai-[A-Za-z0-9]{60,}",),
    "Yandex Cloud key": (r"t1\.[\w-]+={0,2}\.[\w-]{86}={0,2}", r"AQVN[\w-]{35,38}"),
}  # fmt: skip

# Forms without a beginning of their own, and a piece of text without which they cannot be there.
_INNER_FORMS = (
    ("Q~", "Azure client secret", re.compile(r"(?<![\w~.-])[\w~.]{3}[0-9]Q~[\w~.-]{31,34}")),
    (".atlasv1.", "Terraform token", re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}")),
    ("_mmk", "MaxMind key", re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk")),
    ("-us", "Mailchimp key", re.compile(r"(?<![A-Za-z0-9])[0-9a-f]{32}-us[0-9]{1,2}")),
    (":A", "Telegram token", re.compile(r"(?<![A-Za-z0-9])[0-9]{5,16}:A[\w-]{34}")),
    ("|", "Facebook token", re.compile(r"(?<![A-Za-z0-9])[0-9]{15,16}\|[\w-]{27,40}")),
)

_LOOSE = frozenset({"Discord token", "Vault token", "OpenAI-style key", "Square token"})
"""What an identifier could look like as well."""


def find(text: str) -> Iterator[Finding]:
    """Tokens of known form in `text`, and what reads like a placeholder of ours."""
    # The runs of characters that could hold one are a fifth of a program's text.
    if _ANY.search("\n".join(_RUN.findall(text))):
        for match in _ANY.finditer(text):
            kind = _kind_of(match[0])
            if kind not in _LOOSE or looks_random(match[0]):
                yield Finding(*match.span(), kind)
    for piece, kind, form in _INNER_FORMS:
        if piece in text:
            yield from (Finding(*match.span(), kind) for match in form.finditer(text))


_RUN = re.compile(r"[A-Za-z0-9_.~+/=|:@-]{13,}")
"""In these stands every token."""


def _kind_of(token: str) -> str:
    if PLACEHOLDER.fullmatch(token):
        return "text that reads like a placeholder"
    return next(kind for kind, form in _EACH if form.fullmatch(token))


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all; the look-behind after the first character keeps the search jumping to those."""
    by_start = groupby(sorted(forms), key=lambda form: form[0])
    branches = (
        f"{start}(?<![A-Za-z0-9]{start})(?:{'|'.join(form[1:] for form in same)})" for start, same in by_start
    )
    return re.compile("|".join((PLACEHOLDER.pattern, *branches)), re.ASCII)


_EACH = tuple((kind, re.compile(form, re.ASCII)) for kind, forms in _FORMS.items() for form in forms)
_ANY = _any_of(form for forms in _FORMS.values() for form in forms)
