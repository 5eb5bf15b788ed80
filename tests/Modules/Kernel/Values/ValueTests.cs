using System.Text.Json;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Values;

namespace Virtuos.Modules.Tests.Kernel.Values;

public sealed class ValueTests
{
    private static readonly string[] between = ["", " ", "  ", "\u00a0", "\u2009", "\u202f", "\t", "-", "–", "\u2011", "−", ".", "\u200b", "\u202a", "\ufeff"];

    [Theory]
    [InlineData("00254398", "00254398")]
    [InlineData("254398", "00254398")]
    [InlineData("270 82 440", "27082440")]
    [InlineData("44992785", "44992785")]
    [InlineData("44992784", null)]
    [InlineData("00000000", null)]
    [InlineData("270824400", null)]
    [InlineData("2708244x", null)]
    [InlineData("٢٧٠٨٢٤٤٠", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void An_organisation_number_checks_itself(string? typed, string? value) => Reads<OrganisationNumber>(typed, value);

    [Theory]
    [InlineData("760101/0010", "1976-01-01", false)]
    [InlineData("7651010004", "1976-01-01", true)]
    [InlineData("7601010000", "1976-01-01", false)] // the nine leave 10, the last digit is 0
    [InlineData("530101001", "1953-01-01", false)]
    [InlineData("535101001", "1953-01-01", true)]
    [InlineData("540101001", "1854-01-01", false)]
    [InlineData("540101 0010", "1954-01-01", false)]
    [InlineData("0402290009", "2004-02-29", false)]
    [InlineData("0521010006", "2005-01-01", false)]
    [InlineData("0571010000", "2005-01-01", true)]
    public void A_birth_number_tells_birthday_and_sex(string typed, string born, bool female)
    {
        Assert.True(BirthNumber.TryParse(typed, out var number));
        Assert.Equal(born, number.BornOn.ToString("yyyy-MM-dd"));
        Assert.Equal(female, number.IsFemale);
        Assert.EndsWith("•", number.Masked, StringComparison.Ordinal);
        Assert.DoesNotContain(number.Value[6..], number.Masked, StringComparison.Ordinal);
        Assert.Equal($"{number.Value[..6]}/{number.Value[6..]}", number.Shown);
    }

    [Theory]
    [InlineData("7601010011")] // check digit
    [InlineData("9001010030")] // the exception ended in 1985
    [InlineData("7613010002")]
    [InlineData("7602300003")]
    [InlineData("0302290007")] // 2003 was no leap year
    [InlineData("7621010006")] // 20 is added only from 2004
    [InlineData("530101000")]
    [InlineData("76010100")]
    [InlineData("76010100100")]
    [InlineData("760101/oo1o")]
    public void A_wrong_birth_number_is_refused(string typed) => Assert.False(BirthNumber.TryParse(typed, out _));

    [Theory]
    [InlineData("110 00", "11000")]
    [InlineData("36235", "36235")]
    [InlineData("010 00", null)]
    [InlineData("80000", null)]
    [InlineData("1100", null)]
    [InlineData("110000", null)]
    public void A_postal_code_is_Czech(string typed, string? value) => Reads<PostalCode>(typed, value);

    [Theory]
    [InlineData("ABC123x", "abc123x")]
    [InlineData(" ab c12 3x ", "abc123x")]
    [InlineData("abc123", null)]
    [InlineData("abc123xy", null)]
    [InlineData("ábc123x", null)]
    public void A_box_has_seven_signs(string typed, string? value) => Reads<BoxId>(typed, value);

    [Theory]
    [InlineData("203098100123456", "203098100123456")]
    [InlineData("203 098 100 123 456", "203098100123456")]
    [InlineData("999098100123456", null)]
    [InlineData("000098100123456", null)]
    [InlineData("203999999999999", null)]
    [InlineData("20309810012345", null)]
    public void A_chip_follows_ISO_11784(string typed, string? value) => Reads<ChipNumber>(typed, value);

    [Theory]
    [InlineData("1a2 3456", "1A23456")]
    [InlineData("ABC 12-34", "ABC1234")]
    [InlineData("W-12345X", "W12345X")]
    [InlineData("ABC", null)]
    [InlineData("ABCDEFG", null)]
    [InlineData("1Ž2 3456", null)]
    [InlineData("12345678901", null)]
    public void A_plate_has_letters_and_digits(string typed, string? value) => Reads<LicencePlate>(typed, value);

    [Theory]
    [InlineData("0000123456", "123456")]
    [InlineData("1234567890", "1234567890")]
    [InlineData("12345678901", null)]
    [InlineData("0", null)]
    [InlineData("12a", null)]
    public void A_variable_symbol_is_a_number(string typed, string? value) => Reads<VariableSymbol>(typed, value);

    [Theory]
    [InlineData("601234567", "+420601234567")]
    [InlineData("+420 601 234 567", "+420601234567")]
    [InlineData("00420601234567", "+420601234567")]
    [InlineData("420601234567", "+420601234567")]
    [InlineData("(+420) 601/234-567", "+420601234567")]
    [InlineData("+421 901 234 567", "+421901234567")]
    [InlineData("+49 (0) 170 1234567", "+491701234567")]
    [InlineData("+420 60123456", null)]
    [InlineData("+420 101 234 567", null)]
    [InlineData("60123456", null)]
    [InlineData("601 234 567 linka 5", null)]
    [InlineData("+0123456789", null)]
    [InlineData("+12345678901234567", null)]
    public void A_telephone_is_international(string typed, string? value) => Reads<PhoneNumber>(typed, value);

    [Theory]
    [InlineData("eva@priklad.cz", "eva@priklad.cz")]
    [InlineData(" Eva.Nova+urad@Priklad.CZ ", "Eva.Nova+urad@priklad.cz")]
    [InlineData("eva@příklad.cz", "eva@xn--pklad-zsa96e.cz")]
    [InlineData("eva@priklad.cz\u200b", "eva@priklad.cz")]
    [InlineData("eva@priklad", null)]
    [InlineData("eva@@priklad.cz", null)]
    [InlineData("eva@priklad@cz", null)]
    [InlineData("@priklad.cz", null)]
    [InlineData("eva@", null)]
    [InlineData("eva@.cz", null)]
    [InlineData("eva@priklad..cz", null)]
    [InlineData("eva@priklad.cz.", null)]
    [InlineData("eva.@priklad.cz", null)]
    [InlineData("e..va@priklad.cz", null)]
    [InlineData("eva nova@priklad.cz", null)]
    [InlineData("éva@priklad.cz", null)]
    [InlineData("eva@pri_klad.cz", null)]
    [InlineData("eva@127.0.0.1", null)]
    [InlineData("eva@priklad.cz\r\nBcc: all@priklad.cz", null)]
    [InlineData("Eva <eva@priklad.cz>", null)]
    public void An_address_is_one_that_servers_accept(string typed, string? value) => Reads<EmailAddress>(typed, value);

    [Fact]
    public void A_long_address_is_refused()
    {
        Reads<EmailAddress>($"{new string('a', 64)}@priklad.cz", $"{new string('a', 64)}@priklad.cz");
        Reads<EmailAddress>($"{new string('a', 65)}@priklad.cz", null);
        Reads<EmailAddress>($"eva@{string.Join('.', Enumerable.Repeat(new string('a', 60), 5))}.cz", null);
    }

    [Fact]
    public void An_address_is_shown_in_its_own_letters_and_found_in_small_ones()
    {
        var address = EmailAddress.Parse("Eva@Příklad.cz");
        Assert.Equal("Eva@příklad.cz", address.Shown);
        Assert.Equal("eva@xn--pklad-zsa96e.cz", address.Folded);
        Assert.Equal("xn--pklad-zsa96e.cz", address.Domain);
    }

    [Theory]
    [InlineData("19-2000145399/0800", "19-2000145399/0800")]
    [InlineData("000019-2000145399/0800", "19-2000145399/0800")]
    [InlineData("2000145399 / 0800", "2000145399/0800")]
    [InlineData("CZ65 0800 0000 1920 0014 5399", "19-2000145399/0800")]
    [InlineData("cz6508000000192000145399", "19-2000145399/0800")]
    [InlineData("CZ66 0800 0000 1920 0014 5399", null)]
    [InlineData("19-2000145398/0800", null)]
    [InlineData("18-2000145399/0800", null)]
    [InlineData("2000145399", null)]
    [InlineData("2000145399/800", null)]
    [InlineData("-2000145399/0800", "2000145399/0800")]
    [InlineData("0000000000/0800", null)]
    [InlineData("1/0800", null)]
    [InlineData("2000145399/0800/1", null)]
    public void An_account_is_weighed(string typed, string? value) => Reads<AccountNumber>(typed, value);

    [Fact]
    public void An_account_has_its_IBAN() => Assert.Equal("CZ6508000000192000145399", AccountNumber.Parse("19-2000145399/0800").Iban);

    [Fact]
    public void Any_separators_between_the_signs_give_the_same_value()
    {
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            Same<OrganisationNumber>("27082440");
            Same<BirthNumber>("7601010010");
            Same<PostalCode>("11000");
            Same<BoxId>("abc123x");
            Same<ChipNumber>("203098100123456");
            Same<LicencePlate>("1A23456");
            Same<VariableSymbol>("1234567890");
            Same<PhoneNumber>("601234567");
            Same<AccountNumber>("CZ6508000000192000145399");
        }

        void Same<T>(string plain) where T : CanonicalValue<T>, IReadValue<T> =>
            Assert.Equal(CanonicalValue<T>.Parse(plain), CanonicalValue<T>.Parse(string.Concat(plain.Select(sign => between[random.Next(between.Length)] + sign)) + " "));
    }

    [Fact]
    public void No_text_breaks_the_reading_and_what_is_read_reads_itself()
    {
        foreach (var text in Search.HostileTexts.Some(3_000).Concat(["/", "-", "--/", "+", "CZ", "@", "(0)", "Kč", ",-", ".", new string('1', 5_000)]))
        {
            Again<OrganisationNumber>(text);
            Again<BirthNumber>(text);
            Again<PostalCode>(text);
            Again<BoxId>(text);
            Again<ChipNumber>(text);
            Again<LicencePlate>(text);
            Again<VariableSymbol>(text);
            Again<PhoneNumber>(text);
            Again<AccountNumber>(text);
            Again<EmailAddress>(text);
            Assert.True(!Money.TryParse(text, out var money) || Money.TryParse(money.ToString(), out _));
            Assert.Equal(SafeText.Clean(text, 100, true).Text, SafeText.Clean(SafeText.Clean(text, 100, true).Text, 100, true).Text);
        }

        static void Again<T>(string text) where T : CanonicalValue<T>, IReadValue<T>
        {
            if (!T.TryParse(text, out var value))
                return;
            Assert.Equal(value, CanonicalValue<T>.Parse(value.Value));
            Assert.Equal(value, CanonicalValue<T>.Parse(value.Shown));
        }
    }

    [Fact]
    public void Values_travel_as_text_and_wrong_ones_do_not_get_in()
    {
        var owner = new Owner(BoxId.Parse("abc123x"), null, Money.OfCrowns(1234.50m));
        var json = JsonSerializer.Serialize(owner);
        Assert.Equal("""{"Box":"abc123x","Phone":null,"Fee":1234.5}""", json);
        Assert.Equal(owner, JsonSerializer.Deserialize<Owner>(json));
        Assert.Equal(owner, JsonSerializer.Deserialize<Owner>("""{"Box":"ABC 123X","Phone":null,"Fee":"1 234,50 Kč"}"""));
        Assert.Contains(BoxId.Refused, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Owner>("""{"Box":"no","Fee":1}""")).Message, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Owner>("""{"Box":"abc123x","Fee":1.005}"""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Owner>("""{"Box":"abc123x","Fee":1e30}"""));
    }

    [Theory]
    [InlineData(OrganisationNumber.Refused)]
    [InlineData(BirthNumber.Refused)]
    [InlineData(PostalCode.Refused)]
    [InlineData(BoxId.Refused)]
    [InlineData(Money.Refused)]
    [InlineData(AccountNumber.Refused)]
    [InlineData(EmailAddress.Refused)]
    [InlineData(PhoneNumber.Refused)]
    [InlineData(ChipNumber.Refused)]
    [InlineData(LicencePlate.Refused)]
    [InlineData(VariableSymbol.Refused)]
    public void A_refusal_has_its_text_in_three_languages(string code)
    {
        var catalogue = TextCatalogue.Load([typeof(Texts).Assembly], strict: true);
        Assert.All(TextLanguage.All, language => Assert.NotNull(catalogue.Written(language, code)));
    }

    private static void Reads<T>(string? typed, string? value) where T : CanonicalValue<T>, IReadValue<T>
    {
        Assert.Equal(value is not null, T.TryParse(typed, out var read));
        Assert.Equal(value, read?.ToString());
    }

    private sealed record Owner(BoxId Box, PhoneNumber? Phone, Money Fee);
}
