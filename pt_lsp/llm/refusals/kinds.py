"""Judges which kind of failure an endpoint reports: its code decides first, then its words, then the status.

The codes are those of Model Studio, OpenAI, Anthropic, LiteLLM, vLLM, llama.cpp, MiniMax and Zhipu, as their
pages and public reports show them.
"""

import re
from collections.abc import Collection, Iterable
from functools import cache

from pt_lsp import errors
from pt_lsp.llm.refusals.report import Report

Kind = type[errors.ModelError]

_CODES: dict[Kind, str] = {
    errors.Unauthorized: """invalid_api_key incorrect_api_key InvalidApiKey APIKeyInvalid api_key_invalid
        invalid_token expired_token token_expired expired_key token_not_found_in_db missing_api_key no_api_key
        invalid_access_token base_resp.1004 base_resp.2049""",
    errors.Forbidden: """Model.AccessDenied Workspace.AccessDenied AccessDenied.Unpurchased
        key_model_access_denied team_model_access_denied model_access_denied user_model_access_denied
        unsupported_country_region_territory PermissionDeniedError insufficient_permissions
        account_deactivated""",
    errors.Unpaid: """Arrearage insufficient_balance InsufficientBalance insufficient_credits payment_required
        billing_not_active billing_hard_limit_reached billing_disabled billing_error PrepaidBillOverdue
        PostpaidBillOverdue overdue_payment AccountOverdueError CommodityNotPurchased insufficient_user_quota
        pre_consume_token_quota_failed invalid_payment_instrument insufficient_funds base_resp.1008 1113""",
    errors.QuotaUsedUp: """insufficient_quota InsufficientQuota quota_exceeded QuotaExceeded budget_exceeded
        Throttling.AllocationQuota AllocationQuota.FreeTierOnly FreeTierOnly usage_limit_reached
        usage_limit_exceeded BudgetExceededError base_resp.2056 1304 1308""",
    errors.RateLimited: """Throttling.RateQuota Throttling.BurstRate Throttling.User limit_requests
        limit_burst_rate limit_tokens base_resp.1002 base_resp.1039 base_resp.1041 1302 1303""",
    errors.PromptTooLong: """context_length_exceeded context_window_exceeded ContextWindowExceededError
        exceed_context_size_error prompt_too_long request_too_large string_above_max_length
        max_tokens_exceeded input_too_long 1261""",
    errors.ContentFiltered: """data_inspection_failed DataInspectionFailed InvalidParameter.DataInspection
        content_filter content_policy_violation ContentPolicyViolationError ResponsibleAIPolicyViolation
        content_filter_error moderation_blocked sensitive_content base_resp.1026 base_resp.1027 1301""",
    errors.UnknownModel: """model_not_found ModelNotFound Model.NotFound invalid_model InvalidModel
        model_not_exist ModelNotExist model_not_supported model_not_available model_deprecated
        DeploymentNotFound model_decommissioned NotFoundError 1211""",
    errors.EndpointFailed: """overloaded_error engine_overloaded engine_overloaded_error server_overloaded
        ServiceUnavailable ServiceUnavailableError service_unavailable ModelServiceFailed
        ModelUnavailable model_overloaded base_resp.1000 base_resp.1001 base_resp.1013 base_resp.1024
        base_resp.1033 1305""",
}
_VAGUE_CODES: dict[Kind, str] = {
    errors.RateLimited: """rate_limit_exceeded rate_limit_error RateLimitError too_many_requests Throttling
        resource_exhausted request_limit_exceeded""",
    errors.Unauthorized: """authentication_error AuthenticationError auth_error unauthorized unauthenticated
        invalid_authentication""",
    errors.Forbidden: "permission_error permission_denied access_denied AccessDenied forbidden",
    errors.EndpointFailed: """server_error internal_error internal_server_error InternalServerError
        InternalError api_error APIConnectionError timeout timeout_error RequestTimeOut bad_gateway
        APITimeoutError upstream_error InternalError.Timeout SystemError ServiceError""",
    errors.InvalidRequest: """unsupported_parameter unknown_parameter unsupported_value invalid_value
        invalid_request_body extra_forbidden UnsupportedParamsError base_resp.2013""",
}
_WORDS: dict[Kind, tuple[str, ...]] = {
    errors.ContentFiltered: (
        r"data.?inspection|content.{0,3}(filter|polic|management|moderat)|inappropriate content",
        r"content exists risk|(unsafe|sensitive|harmful|prohibited) (content|words?|info)",
        r"safety (system|filter)|(was |been )flagged|flagged (by|as|for)|violat\w* .{0,40}polic|敏感|不安全",
    ),
    errors.QuotaUsedUp: (
        r"(exceed|exhaust|reach|used? up|out of)\w* .{0,40}\b(quota|budget|free tier|usage limit)",
        r"quota\b.{0,40}(exceed|exhaust|used up|reached|insufficient)|insufficient quota|free.?tier",
        r"budget has been exceeded|(daily|weekly|monthly) (usage|spend\w*|request|token)s? ?(limit|cap)",
    ),
    errors.Unpaid: (
        r"arrear|overdue|unpaid|good standing|insufficient (account )?(balance|credit|fund)|余额|欠费",
        r"(balance|credits?) .{0,20}(too low|not enough|insufficient|exhausted|used up|depleted|run out)",
        r"(not enough|no|out of|negative) (credit|balance|fund)|payment (is )?required|top.?up|recharge",
        r"billing .{0,20}(not active|inactive|required|be enabled)|enable billing|failure to pay|额度不足",
        r"(n.t|not) have (any|enough|sufficient) (credit|balance|fund)|purchase a (plan|subscription)",
        r"(need|have|must|valid|no) .{0,12}payment (method|instrument)|requires? a paid (plan|account)",
        r"(subscription|trial) .{0,20}(expired|ended|is over|inactive|required)|suspended.{0,60}billing",
    ),
    errors.PromptTooLong: (
        r"context.?(length|window|size)|maximum (context|input|prompt|sequence|model)\b",
        r"(prompt|input|request|message)s?\b.{0,30}too (long|large|big)|payload too large|input length",
        r"(input|prompt) tokens? .{0,20}exceed|too many (input )?tokens|(fewer|less) than \d+ tokens",
        r"exceed\w* .{0,60}(context|max\w* .{0,20}(length|tokens|input))|number of tokens .{0,60}exceed",
        r"(prompt|input)\w*\W.{0,60}(>|<=|≤) ?\d{3,}|token (length|count) .{0,20}exceed",
        r"longer than .{0,40}(tokens|length|model)",
    ),
    errors.EndpointFailed: (
        r"overloaded|at (full )?capacity|server is (too )?busy|service unavailable",
        r"(temporarily|currently) (un|over|not |busy)|(request|connection|upstream|gateway) timed? ?out",
        r"no (healthy|available) (upstream|instance|server|channel|deployment)",
    ),
    errors.UnknownModel: (
        r"(no such|unknown|invalid|unrecogni[sz]ed|nonexistent|unsupported) model|not a valid model",
        r"model.{0,80}(does ?n.t exist|not exist|not found|is not supported|not a valid|is not available)",
        r"model.{0,80}(no longer|deprecated|retired|decommissioned|shut ?down|discontinued|unavailable)",
        r"do not have access to it|no endpoints found|no models? (is |are )?loaded|模型不存在",
    ),
    errors.Forbidden: (
        r"not (allowed|permitted|entitled|eligible|authori[sz]ed) to",
        r"(no|insufficient) permission|permission denied",
        r"access (to .{0,40})?(is )?denied|(do|does) not have (access|permission)|can only access models",
    ),
    errors.Unauthorized: (
        r"(invalid|incorrect|wrong|missing|expired|unknown|no|bad) .{0,24}(api.?key|(access|auth\w*) token)",
        r"(api.?key|access token|credential)s?\b.{0,40}(invalid|incorrect|wrong|not valid|not found|unknown)",
        r"(api.?key|access token|credential)s?\b.{0,40}(expired|missing|required|disabled|revoked|deleted)",
        r"authenticat\w* (error|fail|is required)|not authenticated|unauthori[sz]ed|login fail",
    ),
    errors.RateLimited: (
        r"rate.?limit|too many (concurrent )?requests|requests? per (second|minute|hour|day)",
        r"throttl|slow down|requests? rate|\b[tr]pm\b|concurrency",
    ),
}
"""Asked in this order: what comes first says most."""
_BY_STATUS: dict[int, Kind] = {
    401: errors.Unauthorized,
    402: errors.Unpaid,
    403: errors.Forbidden,
    404: errors.UnknownModel,
    408: errors.EndpointFailed,
    410: errors.UnknownModel,
    413: errors.PromptTooLong,
    425: errors.EndpointFailed,
    429: errors.RateLimited,
}
_SERVER_FAULT = 500
_SEPARATORS = re.compile(r"[^a-z0-9]")


def kind_of(report: Report, status: int | None) -> Kind | None:
    """The kind of failure; `status` is the answer's own, if that is an error's. None: there is no telling."""
    named = status or report.status
    if kind := _first(report.codes, _EXACT):
        return kind
    if kind := _by_words(report.text, named):
        return kind
    if kind := _first(report.codes, _VAGUE):
        return kind
    if named is None:
        return None
    return errors.EndpointFailed if named >= _SERVER_FAULT else _BY_STATUS.get(named, errors.InvalidRequest)


def is_told_by_code(report: Report) -> bool:
    """Whether a code of its own says which kind of failure it is."""
    return _first(report.codes, _EXACT) is not None


def _by_words(text: str, status: int | None) -> Kind | None:
    is_about_rate = _PER_TIME.search(text) is not None and _TOO_LARGE.search(text) is None
    for kind, pattern in _patterns():
        if status is not None and kind not in _told_in_words(status):
            continue
        if kind is errors.PromptTooLong and is_about_rate:
            continue
        if pattern.search(text):
            return kind
    return None


@cache
def _patterns() -> list[tuple[Kind, re.Pattern[str]]]:
    """Compiled with the first failure: it takes longer than all else that a start needs of this."""
    return [(kind, re.compile("|".join(parts), re.IGNORECASE)) for kind, parts in _WORDS.items()]


def _told_in_words(status: int) -> Collection[Kind]:
    """The kinds that the words may tell against a status that says much by itself."""
    if status >= _SERVER_FAULT:
        return (errors.PromptTooLong,)  # such a server says all kinds of things else
    if status == 429:  # noqa: PLR2004 - Too Many Requests
        return (errors.QuotaUsedUp, errors.Unpaid, errors.PromptTooLong, errors.EndpointFailed)
    return () if status == 402 else _WORDS  # noqa: PLR2004 - Payment Required, whatever for


def _first(codes: Iterable[str], known: dict[str, Kind]) -> Kind | None:
    for code in codes:
        # The last part says most: `litellm.RateLimitError`, `InternalError.Algo.DataInspectionFailed`.
        for name in (_normal(code), _normal(code.rpartition(".")[2])):
            if name in known:
                return known[name]
    return None


def _normal(code: str) -> str:
    return _SEPARATORS.sub("", code.lower())


def _table(codes: dict[Kind, str]) -> dict[str, Kind]:
    return {_normal(code): kind for kind, names in codes.items() for code in names.split()}


_EXACT, _VAGUE = _table(_CODES), _table(_VAGUE_CODES)
_PER_TIME = re.compile(r"(?i)per (sec|min|hour|day)|/ ?min|\b[trq]p[mds]\b")
_TOO_LARGE = re.compile(r"(?i)request too large")
