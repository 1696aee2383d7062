"""
The database itself refuses a reserved duty to an outside account (policy 3-1), whichever way the row comes in.

Three duties are reserved whatever a policy says; a deputy holds the same duty as the one it stands in for; an account
that holds a reserved duty cannot be turned into an outside one. Taking the triggers away again is the way back.
"""

from typing import Any

from django.db import migrations

ALWAYS = "('manager', 'key-holder', 'gate-administrator')"
OUTSIDE = (
    f"(NEW.reserved OR NEW.duty IN {ALWAYS}) AND NOT (SELECT inside FROM people_account WHERE id = NEW.account_id)"
)
OTHER = "NEW.deputy_for_id IS NOT NULL AND NEW.duty <> (SELECT duty FROM people_dutyheld WHERE id = NEW.deputy_for_id)"
HELD = f"""EXISTS (SELECT 1 FROM people_dutyheld WHERE account_id = NEW.id AND (reserved OR duty IN {ALWAYS})
    AND ended_at IS NULL AND (until IS NULL OR until >= CURRENT_DATE))"""

SQLITE = (
    [
        f"""CREATE TRIGGER people_reserved_{event.lower()} BEFORE {event} ON people_dutyheld WHEN {OUTSIDE}
    BEGIN SELECT RAISE(ABORT, 'policy 3-1: a reserved duty is never given to an outside kind'); END"""
        for event in ("INSERT", "UPDATE")
    ]
    + [
        f"""CREATE TRIGGER people_deputy_{event.lower()} BEFORE {event} ON people_dutyheld WHEN {OTHER}
    BEGIN SELECT RAISE(ABORT, 'a deputy holds the same duty'); END"""
        for event in ("INSERT", "UPDATE")
    ]
    + [
        f"""CREATE TRIGGER people_turned_outside BEFORE UPDATE ON people_account
    WHEN OLD.inside AND NOT NEW.inside AND {HELD}
    BEGIN SELECT RAISE(ABORT, 'policy 3-1: the account holds a reserved duty'); END"""
    ]
)
POSTGRESQL = [
    f"""CREATE FUNCTION people_reserved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {OUTSIDE} THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'policy 3-1: a reserved duty is never given to an outside kind';
    END IF;
    IF {OTHER} THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'a deputy holds the same duty';
    END IF;
    RETURN NEW; END $$""",
    """CREATE TRIGGER people_reserved BEFORE INSERT OR UPDATE ON people_dutyheld
    FOR EACH ROW EXECUTE FUNCTION people_reserved()""",
    f"""CREATE FUNCTION people_turned_outside() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.inside AND NOT NEW.inside AND {HELD} THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'policy 3-1: the account holds a reserved duty';
    END IF;
    RETURN NEW; END $$""",
    """CREATE TRIGGER people_turned_outside BEFORE UPDATE ON people_account
    FOR EACH ROW EXECUTE FUNCTION people_turned_outside()""",
]
BACK = {
    "sqlite": [
        f"DROP TRIGGER {name}"
        for name in (
            "people_reserved_insert",
            "people_reserved_update",
            "people_deputy_insert",
            "people_deputy_update",
            "people_turned_outside",
        )
    ],
    "postgresql": [
        "DROP TRIGGER people_reserved ON people_dutyheld",
        "DROP FUNCTION people_reserved",
        "DROP TRIGGER people_turned_outside ON people_account",
        "DROP FUNCTION people_turned_outside",
    ],
}


def forward(_apps: Any, schema_editor: Any) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def back(_apps: Any, schema_editor: Any) -> None:
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(forward, back)]
