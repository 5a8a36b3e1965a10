/** A record as the API gives it. */
export type ApiRecord = { readonly [field: string]: unknown };

const id = (kind: number, number: number) =>
  `${String(kind).padStart(8, "0")}-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** The employers of the rehearsal; the names are made up. */
export const EMPLOYERS: readonly ApiRecord[] = [
  "Bakkerij De Korenaar",
  "Timmerbedrijf Zwaluwstaart",
  "Garage Van Dalen",
].map((companyName, index) => ({
  id: id(1, index + 1),
  companyName,
  employerNumber: 1001 + index,
  address: {
    street: "Dorpsstraat",
    houseNumber: 10 + index,
    postalCode: `35${index + 1}1 AB`,
    city: "Utrecht",
    country: { isoCode: "NL" },
  },
  chamberOfCommerceNumber: String(30_100_200 + index),
}));

export const PAYROLL_ADMINISTRATIONS: readonly (ApiRecord & { readonly employer: string })[] = EMPLOYERS.map(
  (employer, index) => ({
    id: id(2, index + 1),
    employer: String(employer.id),
    name: `${employer.companyName} - monthly`,
    clientNumber: 501 + index,
    payrollPeriodType: "Month",
  }),
);

export const EMPLOYEES: readonly (ApiRecord & { readonly employer: string })[] = EMPLOYERS.flatMap((employer, index) =>
  [
    ["A. de Vries", 3_150],
    ["M. Jansen", 2_875.5],
    ["S. Bakker", 4_020],
  ].map(([name, wage], number) => ({
    id: id(3, index * 10 + number + 1),
    employer: String(employer.id),
    employeeNumber: 1 + number,
    personalDetails: { formattedName: name },
    grossWage: wage,
  })),
);

/** What was paid to each employee of an employer in a month. */
export function payrollOf(employer: string, year: number, month: number): ApiRecord[] {
  return EMPLOYEES.filter((employee) => employee.employer === employer).map((employee) => {
    const gross = Number(employee.grossWage);
    const tax = Math.round(gross * 36.97) / 100;
    return {
      employee: { id: employee.id, employeeNumber: employee.employeeNumber, ...(employee.personalDetails as object) },
      payrollPeriod: { year, periodNumber: month },
      grossWage: gross,
      wageTax: tax,
      netWage: Math.round((gross - tax) * 100) / 100,
    };
  });
}
