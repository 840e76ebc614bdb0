"""What cannot be taken over as it was, as records."""

from dataclasses import dataclass

from gilde.gateways.portability.readers.plain_text import one_line
from gilde.gateways.portability.readers.stackexchange.tables import TableRow
from gilde.gateways.portability.records import Problem


@dataclass(frozen=True)
class Problems:
    """Makes the Problem records of one source."""

    source: str

    def make(
        self,
        source_id: str,
        code: str,
        field: str = "",
        *,
        row: int | None = None,
        left_out: bool = True,
        **values: str | int,
    ) -> Problem:
        """One problem; ``left_out`` False when it is only a remark about something taken over."""
        return Problem(
            source=self.source,
            source_id=source_id,
            code=code,
            field=field,
            values={name: one_line(value)[:80] if isinstance(value, str) else value for name, value in values.items()},
            row=row,
            left_out=left_out,
        )

    def of_row(self, table: str, row: TableRow, field: str = "") -> Problem:
        """A row that cannot be read: for its own trouble, or for what this column holds."""
        source_id = row.columns.get("Id") or f"line-{row.line}"
        if row.trouble:
            return self.make(source_id, row.trouble, row=row.line, table=table, last_line=row.last_line)
        value = row.columns.get(field, "")
        return self.make(source_id, "row_unreadable", field, row=row.line, table=table, value=value)
