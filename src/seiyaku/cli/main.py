"""The command `seiyaku`."""

import click


@click.group()
def main() -> None:
    """誓約: 公表したプライバシーポリシーを、システムが守る制約にする。"""
