"""Tests on the real Asterisk: a stage for each module, telephones, and the comparison after each test.

    pytestmark = pytest.mark.asyncio(loop_scope="module")     # in each module: it shares the stage's loop

    async def test_a_caller_is_connected(here: Stage, line: Phone, desk: Desk) -> None:
        wang = await desk("1001")                             # a registered phone, logged in by *41
        caller = await Person.calls(here.watch, line, "7001", number="13800138000")
        talk = await wang.rung()
        ...

When the test is over all phones hang up, the agents are logged out, and what is in the call log must equal
what Asterisk's own CDRs say (`tests.live.books`). Neither a task nor a channel may be left.
"""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
import pytest_asyncio

from ivr.demo.api import DemoApi, Fault
from ivr.demo.patience import LIMIT
from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import OBSERVER, Stage, stage
from ivr.events import AgentStateChanged, CallAnswered
from ivr.settings import Settings
from tests.live.books import Books
from tests.live.observer import Observer
from tests.live.routing import until

HERE = Path(__file__).parent
FEATURE_CODES = HERE.parents[1] / "dialplans" / "agents.yaml"
SHOPS: dict[str, Fault] = {"CRM": "none", "SLOW": "slow", "NONSENSE": "nonsense", "DOWN": "down"}
"""What dialplans read as {{ env.CRM }} and so on: the demo's shop, well and ill."""

Desk: TypeAlias = Callable[[str], Awaitable[Phone]]
Change: TypeAlias = Callable[[Settings], Settings]
Scene: TypeAlias = tuple[Stage, Books]
MakeScene: TypeAlias = Callable[..., AbstractAsyncContextManager[Scene]]


def pytest_configure(config: pytest.Config) -> None:
    """asterisk-ami uses Condition.notifyAll; as an error the warning would end its thread without a word."""
    config.addinivalue_line("filterwarnings", "ignore:notifyAll:DeprecationWarning")


@pytest.fixture(scope="session")
def prompts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all, so that audio is made once."""
    return tmp_path_factory.mktemp("prompts")


@asynccontextmanager
async def furnished(
    directory: Path, prompts: Path, *, change: Change = lambda settings: settings
) -> AsyncIterator[Stage]:
    """A stage with the test dialplans, the shipped feature codes and all shops."""
    dialplans = directory / "dialplans"
    shutil.copytree(HERE / "dialplans", dialplans)
    shutil.copy(FEATURE_CODES, dialplans)

    def changed(settings: Settings) -> Settings:
        engine = settings.engine.model_copy(update={"dialplans": dialplans})
        return change(settings.model_copy(update={"engine": engine}))

    async with AsyncExitStack() as stack:
        shops = {name: await stack.enter_async_context(DemoApi(fault=fault)) for name, fault in SHOPS.items()}
        yield await stack.enter_async_context(
            stage(
                HERE / "config",
                directory,
                environment={name: shop.url for name, shop in shops.items()},
                prompts=prompts,
                change=changed,
            )
        )


@asynccontextmanager
async def scene(
    directory: Path, prompts: Path, *, change: Change = lambda settings: settings
) -> AsyncIterator[Scene]:
    """A furnished stage, and somebody who compares."""
    async with furnished(directory, prompts, change=change) as here:
        ami = here.settings.engine.ami
        async with Observer((ami.host, ami.port), OBSERVER) as observer:
            yield here, Books(here, observer)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def _scene(tmp_path_factory: pytest.TempPathFactory, prompts: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path_factory.mktemp("live"), prompts) as made:
        yield made
        await made[1].verify()


@pytest.fixture(scope="module")
def here(_scene: Scene) -> Stage:
    """What is running: Asterisk, the engine, what it does (`watch`). Shared by the tests of a module."""
    return _scene[0]


@pytest.fixture(scope="module")
def books(_scene: Scene) -> Books:
    """Who compares the log with Asterisk's CDRs; a test may tell it about calls that cannot be compared."""
    return _scene[1]


@pytest.fixture
def make_scene(tmp_path: Path, prompts: Path) -> MakeScene:
    """A stage of the test's own: `async with make_scene(change=...) as (here, books)`; then call
    `await books.balance()` in it."""

    def make(**more: Change) -> AbstractAsyncContextManager[Scene]:
        return scene(tmp_path, prompts, **more)

    return make


@pytest_asyncio.fixture(loop_scope="module")
async def line(here: Stage, clean: None) -> AsyncIterator[Phone]:
    """A telephone of the outside world."""
    async with Phone(here.address) as phone:
        yield phone


@pytest_asyncio.fixture(loop_scope="module")
async def desk(here: Stage, clean: None) -> AsyncIterator[Desk]:
    """`await desk("1001")`: that agent's phone, registered, and logged in by *41."""
    async with agents_of(here) as agents:
        yield agents


@asynccontextmanager
async def agents_of(here: Stage) -> AsyncIterator[Desk]:
    """Agents' phones on a stage; at the end they hang up, and their agents are logged out."""
    phones: list[str] = []
    try:
        async with AsyncExitStack() as stack:

            async def sits_down(name: str) -> Phone:
                phone = await stack.enter_async_context(Phone(here.address, account=here.account(name)))
                phones.append(name)
                await phone.register()
                await log_in(here, phone)
                return phone

            yield sits_down
    finally:
        for name in phones:
            here.engine.acd.log_out(name)


async def log_in(here: Stage, phone: Phone) -> None:
    """Dial *41 and hang up as soon as the agent is logged in; then the engine knows their phone as idle."""
    assert phone.account is not None
    seen = here.watch.seen
    feature = await Person.calls(here.watch, phone, "*41")
    agent = agent_of(here, phone.account.name)
    await here.watch.until(AgentStateChanged, agent=agent, old="logged_out", after=seen)
    await feature.sees(CallAnswered)
    await feature.hangs_up()
    now = here.engine.acd.agents
    await until(
        lambda: any((each.agent, each.phone_state) == (agent, "idle") for each in now()), "an idle phone"
    )


def agent_of(here: Stage, phone: str) -> str:
    """The name of the agent with this phone."""
    return next(name for name, agent in here.settings.agents.agents.items() if agent.phone == phone)


@pytest_asyncio.fixture(loop_scope="module")
async def clean(here: Stage, books: Books) -> AsyncIterator[None]:
    """Before a test nothing goes on; after it nothing is left, and the log equals the CDRs."""
    before = tasks()
    yield
    await books.balance()
    await nothing_but(before)


def tasks() -> Counter[str]:
    """How many tasks of each kind there are, without the one that asks and the shop's open connections."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    kinds = Counter(getattr(task.get_coro(), "__qualname__", "") for task in others)
    del kinds["RequestHandler.start"]
    return kinds


async def nothing_but(before: Counter[str], limit: float = LIMIT) -> None:
    """Wait until no more tasks are there than before."""
    for _ in range(round(limit / 0.05)):
        if not tasks() - before:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"tasks are left: {tasks() - before}")
