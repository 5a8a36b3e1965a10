/**
 * What a header's name may look like where an author writes it: the token of RFC 9110 section 5.6.2, in which flow
 * properties (`#{name}`) may stand.
 */
export const HEADER_NAME = "^(?:[!#$%&'*+\\-.^_`|~0-9A-Za-z]|#\\{[\\w.-]+\\})+$";
