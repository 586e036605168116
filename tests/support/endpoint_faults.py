"""All that endpoints do wrong."""

from tests.support.answer_faults import answers, bodies, statuses
from tests.support.connection_faults import connections, tls
from tests.support.faulty_endpoint import Certificates, Fault
from tests.support.stream_faults import cut, dripping, flooding, hanging


def faults(certificates: Certificates) -> list[Fault]:
    """In the order of a request's life."""
    return [
        *connections(),
        *tls(certificates),
        *hanging(),
        *dripping(),
        *flooding(),
        *cut(),
        *bodies(),
        *answers(),
        *statuses(),
    ]
