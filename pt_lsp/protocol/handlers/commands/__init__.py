"""One file a family of commands: arguments in, feature, JSON out."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from lsprotocol import types

from pt_lsp.features.edit.actions.table import RECIPES
from pt_lsp.protocol.handlers.commands import (
    action,
    commit_message,
    describe_actions,
    edit,
    explain,
    fix,
    inform,
    models,
    probe,
    review,
    review_code,
    show_prompt,
    stop,
    write_tests,
)
from pt_lsp.protocol.server import Server

COMMANDS: dict[str, Callable[[Server, types.ExecuteCommandParams], Awaitable[Any]]] = {
    **{each.command: partial(edit.run_on_range, each) for each in RECIPES},
    "ptLsp.edit": edit.run_edit,
    "ptLsp.generate": edit.run_generate,
    "ptLsp.fix": fix.run_fix,
    "ptLsp.fixAll": fix.run_fix_all,
    "ptLsp.writeTests": write_tests.run_write_tests,
    "ptLsp.acceptEdit": partial(review.run_verdict, "accept"),
    "ptLsp.rejectEdit": partial(review.run_verdict, "reject"),
    "ptLsp.retryEdit": review.run_retry,
    "ptLsp.describeActions": describe_actions.run_describe_actions,
    "ptLsp.explain": explain.run_explain,
    "ptLsp.explainDiagnostic": explain.run_explain_diagnostic,
    "ptLsp.commitMessage": commit_message.run_commit_message,
    "ptLsp.review": review_code.run_review,
    "ptLsp.clearReview": review_code.run_clear_review,
    "ptLsp.cancel": stop.run_cancel,
    "ptLsp.pause": stop.run_pause,
    "ptLsp.snooze": stop.run_snooze,
    "ptLsp.models": models.run_models,
    "ptLsp.useModel": models.run_use_model,
    "ptLsp.probe": probe.run_probe,
    "ptLsp.status": inform.run_status,
    "ptLsp.showPrompt": show_prompt.run_show_prompt,
    "ptLsp.whyNoCompletion": inform.run_why_no_completion,
    "ptLsp.completionAccepted": inform.run_completion_accepted,
    "ptLsp.stats": inform.run_stats,
}
COMMANDS["ptLsp.action"] = partial(action.run_action, COMMANDS)
