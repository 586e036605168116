"""The real engine's requests in recorded typing, billed by a provider that knows their whole texts."""

import pytest

from pt_lsp.llm.billing.beginnings import cut
from pt_lsp.llm.billing.marking import mark
from pt_lsp.llm.billing.policy import BOUND, MarkPolicy
from tests.support.caching_provider import CachingProvider
from tests.support.sent_prompts import typed_sessions

pytestmark = [pytest.mark.repeats, pytest.mark.shared_data]

BREAK_S = 60.0


def test_no_moment_of_real_typing_costs_more_than_the_bound_allows() -> None:
    """Whole texts are compared here, where the policy counts in pieces."""
    policy, marking, plain = MarkPolicy(), CachingProvider(), CachingProvider()
    paid = without = start_s = now_s = 0.0
    n_marked = 0
    for session in typed_sessions("1"):
        for each in session.sent:
            now_s = start_s + each.time_s
            messages = [
                {"role": message.role, "content": message.content} for message in each.prompt.messages
            ]
            without += plain.bill(messages, now_s).price
            plan = policy.plan(cut(each.prompt.messages), now_s)
            mark(messages, plan.places)
            bill = marking.bill(messages, now_s)
            paid += bill.price
            if plan.marked:
                policy.was_answered(plan, now_s, is_found=bill.found > 0)
                n_marked += 1
            assert paid <= (1 + BOUND) * without
        start_s = now_s + BREAK_S
    assert n_marked > 0
