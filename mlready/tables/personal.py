"""Names of columns that hold what tells one person from another."""

PERSONAL = {
    "an e-mail address": ("email", "e_mail", "mail_address", "email_address", "emailaddress", "user_email", "customer_email", "contact_email"),
    "a telephone number": (
        "phone", "phone_number", "phonenumber", "telephone", "telephone_number", "mobile", "mobile_number", "cell_phone", "phone_no",
        "mobile_phone", "home_phone", "work_phone", "contact_number", "msisdn",
    ),
    "a national number": (
        "ssn", "social_security_number", "social_security", "national_id", "national_insurance_number", "nino", "tax_id", "passport",
        "passport_number", "passport_no", "id_card_number", "drivers_license", "driver_license_number", "aadhaar", "cpf", "nhs_number",
        "medical_record_number", "mrn", "insurance_number",
    ),
    "an account": ("iban", "credit_card", "credit_card_number", "card_number", "cc_number", "ccnum", "account_number", "bank_account", "pan_number"),
    "an address": ("street_address", "home_address", "address_line_1", "address_line1", "postal_address", "residential_address"),
}  # fmt: skip
"""What a column holds -> its names, in lower case with `_` between words."""

NAMES = (
    "full_name",
    "fullname",
    "first_name",
    "firstname",
    "last_name",
    "lastname",
    "surname",
    "given_name",
    "family_name",
    "patient_name",
    "customer_name",
)
"""Columns with the name of a person, which alone say little."""

BIRTHS = ("date_of_birth", "dob", "birth_date", "birthdate", "birthday")

MADE_UP = (
    "synthetic",
    "fake",
    "faker",
    "mock",
    "dummy",
    "generated",
    "simulated",
    "anonymised",
    "anonymized",
    "pseudonymised",
    "example",
    "sample",
    "toy",
)
"""Words of a path that say the people are not real."""
