"""A first pipeline, as functions: the same as ``quickstart.ipynb``.

A bakery wants to know what it sells, when it sells it, and what a rise in prices would bring. Run it with
``python examples/quickstart.py`` or ``kale run examples/quickstart.py:quickstart -p days=90``.
"""

import random
import statistics
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypedDict

from kale.dsl import metrics, pipeline, step

PRICES = {"bread": 3.2, "roll": 0.6, "croissant": 1.4, "cake": 14.5}
NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@dataclass(frozen=True)
class Order:
    day: date
    product: str
    amount: int

    @property
    def income(self) -> float:
        return self.amount * PRICES[self.product]


class Plan(TypedDict):
    income: float
    planned_income: float
    best_product: str
    best_weekday: str


def bar(value: float, largest: float, width: int = 30) -> str:
    return "#" * round(width * value / largest)


@step
def make_orders(days: int, seed: int) -> list[Order]:
    """Make up customers. On Saturdays they are more."""
    dice = random.Random(seed)
    first_day = date(2024, 3, 4)
    orders = []
    for number in range(days):
        day = first_day + timedelta(days=number)
        for _ in range(60 if day.weekday() == 5 else 35):
            product = dice.choices(list(PRICES), weights=[5, 9, 4, 1])[0]
            orders.append(Order(day, product, amount=dice.randint(1, 6)))
    print(f"{len(orders)} orders in {days} days")
    return orders


@step
def sum_by_product(orders: list[Order]) -> Counter[str]:
    income_by_product: Counter[str] = Counter()
    for order in orders:
        income_by_product[order.product] += order.income
    best = max(income_by_product.values())
    for product, income in income_by_product.most_common():
        print(f"{product:<10} {income:9.2f}  {bar(income, best)}")
    return income_by_product


@step
def average_by_weekday(orders: list[Order]) -> dict[str, float]:
    income_by_day: Counter[date] = Counter()
    for order in orders:
        income_by_day[order.day] += order.income
    income_by_weekday = {}
    for weekday, name in enumerate(NAMES):
        incomes = [income for day, income in income_by_day.items() if day.weekday() == weekday]
        if incomes:
            income_by_weekday[name] = statistics.mean(incomes)
    for name, income in income_by_weekday.items():
        print(f"{name} {income:9.2f}  {bar(income, max(income_by_weekday.values()))}")
    return income_by_weekday


@step(retry=1)
def make_plan(income_by_product: Counter[str], income_by_weekday: dict[str, float], price_rise: float) -> Plan:
    """Put both branches together. A rise in prices scares some customers away: a tenth of the rise."""
    income = sum(income_by_product.values())
    planned_income = income * (1 + price_rise) * (1 - price_rise / 10)
    best_product = max(income_by_product, key=income_by_product.get)
    best_weekday = max(income_by_weekday, key=income_by_weekday.get)
    print(f"best product {best_product}, best day {best_weekday}")
    print(f"income {income:.2f}, with {price_rise:.0%} higher prices {planned_income:.2f}")
    return {
        "income": income,
        "planned_income": planned_income,
        "best_product": best_product,
        "best_weekday": best_weekday,
    }


@pipeline
def quickstart(days: int = 28, seed: int = 7, price_rise: float = 0.05) -> dict[str, object]:
    """What a bakery sells, when, and what higher prices would bring.

    Args:
        days: How many days of orders to make up.
        seed: What the dice start with.
        price_rise: By how much prices are to rise, 0.05 for five percent.
    """
    orders = make_orders(days, seed)
    income_by_product = sum_by_product(orders)
    income_by_weekday = average_by_weekday(orders)
    plan = make_plan(income_by_product, income_by_weekday, price_rise)
    metrics(income=plan["income"], planned_income=plan["planned_income"])
    return {
        "income_by_product": income_by_product,
        "income_by_weekday": income_by_weekday,
        "planned_income": plan["planned_income"],
        "best_product": plan["best_product"],
        "best_weekday": plan["best_weekday"],
    }


if __name__ == "__main__":
    quickstart.run(echo=print).raise_for_failure()
