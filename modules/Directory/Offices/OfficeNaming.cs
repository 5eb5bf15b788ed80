using Virtuos.Directory.Municipalities;

namespace Virtuos.Directory.Offices;

/// <summary>How an office of a municipality is called, in words, in addresses and in reference numbers.</summary>
internal static class OfficeNaming
{
    /// <summary>The office by the status of its municipality (act 128/2000, § 102 to 110): obecní úřad, úřad městyse, městský úřad, magistrát.</summary>
    public static string Name(string municipality, MunicipalityStatus status) => status switch
    {
        MunicipalityStatus.Capital => "Magistrát hlavního města Prahy",
        MunicipalityStatus.StatutoryCity => $"Magistrát města {municipality}",
        MunicipalityStatus.Town => $"Městský úřad {municipality}",
        MunicipalityStatus.MarketTown => $"Úřad městyse {municipality}",
        _ => $"Obecní úřad {municipality}",
    };

    /// <summary>Names in a template that depend on the status.</summary>
    public static string Fill(string text, MunicipalityStatus status) => text
        .Replace("{kind}", status switch
        {
            MunicipalityStatus.Capital => "hlavního města",
            MunicipalityStatus.StatutoryCity or MunicipalityStatus.Town => "města",
            MunicipalityStatus.MarketTown => "městyse",
            _ => "obce",
        }, StringComparison.Ordinal)
        .Replace("{office}", status switch
        {
            MunicipalityStatus.Capital or MunicipalityStatus.StatutoryCity => "Magistrát",
            MunicipalityStatus.Town => "Městský úřad",
            MunicipalityStatus.MarketTown => "Úřad městyse",
            _ => "Obecní úřad",
        }, StringComparison.Ordinal)
        .Replace("{mayor}", IsCity(status) ? "primátor" : "starosta", StringComparison.Ordinal)
        .Replace("{deputy}", IsCity(status) ? "náměstek primátora" : "místostarosta", StringComparison.Ordinal);

    /// <summary>Addresses to try, the nicest first: name; name and district; name and code, which is always free.</summary>
    public static IEnumerable<string> Slugs(string name, string district, string code)
    {
        var plain = CzechName.Slug(name);
        return [plain, $"{plain}-{CzechName.Slug(district)}", $"{plain}-{code}"];
    }

    /// <summary>Marks to try: kind of the office and the first letters of the name (<c>MUCH</c>), then more of them, then any two letters.</summary>
    public static IEnumerable<string> Marks(string name, MunicipalityStatus status)
    {
        if (status == MunicipalityStatus.Capital) yield return "MHMP";
        var kind = status switch
        {
            MunicipalityStatus.Capital or MunicipalityStatus.StatutoryCity => "MM",
            MunicipalityStatus.Town => "MU",
            MunicipalityStatus.MarketTown => "UM",
            _ => "OU",
        };
        var letters = CzechName.Letters(name).PadRight(4, 'X');
        for (var length = 2; length <= 4; length++) yield return kind + letters[..length];
        for (var third = 2; third < letters.Length; third++)
            for (var fourth = third + 1; fourth < letters.Length; fourth++) yield return $"{kind}{letters[..2]}{letters[third]}{letters[fourth]}";
        for (var first = 'A'; first <= 'Z'; first++)
            for (var second = 'A'; second <= 'Z'; second++) yield return $"{kind}{letters[..2]}{first}{second}";
    }

    private static bool IsCity(MunicipalityStatus status) => status is MunicipalityStatus.StatutoryCity or MunicipalityStatus.Capital;
}
