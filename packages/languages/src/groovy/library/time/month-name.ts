const MONTHS = "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER".split(" ");

/** Java names the month of a day that it has not. */
export function withMonthName(message: string): string {
  return message.replace(/Invalid date '(\d+)' '(\d+)' '(\d+)'$/, (_all, year: string, month: string, day: string) =>
    month === "2" && day === "29"
      ? `Invalid date 'February 29' as '${year}' is not a leap year`
      : `Invalid date '${MONTHS[Number(month) - 1]} ${day}'`,
  );
}
