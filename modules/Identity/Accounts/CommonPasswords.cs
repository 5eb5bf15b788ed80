using System.Globalization;
using System.Text;

namespace Virtuos.Identity;

/// <summary>Passwords that are long enough and still the first that anybody tries.</summary>
internal static class CommonPasswords
{
    // Folded: lower case, no accents, digits and signs cut off both ends.
    private static readonly HashSet<string> words = new(StringComparer.Ordinal)
    {
        "", "heslo", "mojeheslo", "tajneheslo", "hesloheslo", "password", "passwort", "passw0rd", "p@ssw0rd", "p@ssword", "mypassword", "newpassword", "mojetajneheslo",
        "qwerty", "qwertz", "qwertyuiop", "qwertzuiop", "qwertyui", "qwertzui", "asdfgh", "asdfghjkl", "yxcvbnm", "zxcvbnm", "qwertyqwerty", "qwertzqwertz", "qazwsx", "qazwsxedc",
        "qweasdzxc", "qweasdyxc", "asdfasdf", "abcdef", "abcdefgh", "abcdefghij", "abcdefghijkl", "abcabc", "admin", "administrator", "spravce", "root", "user", "uzivatel",
        "login", "prihlaseni", "welcome", "vitejte", "willkommen", "letmein", "changeme", "default", "secret", "tajne", "geheim", "test", "testtest", "iloveyou", "milujute",
        "milujite", "laska", "lasicka", "slunicko", "sunshine", "princess", "princezna", "monkey", "dragon", "football", "fotbal", "hokej", "sparta", "spartapraha",
        "slavia", "slaviapraha", "banik", "banikostrava", "superman", "batman", "pokemon", "starwars", "computer", "pocitac", "internet", "google", "facebook", "seznam",
        "windows", "samsung", "whatever", "trustno", "master", "shadow", "michael", "michal", "martin", "tomas", "jakub", "lukas", "veronika", "petra", "jana", "katerina",
        "praha", "brno", "ostrava", "plzen", "liberec", "olomouc", "ceskarepublika", "cesko", "czech", "czechrepublic", "obec", "obecniurad", "mesto", "mestskyurad", "urad",
        "starosta", "matrika", "podatelna", "virtuos", "zima", "jaro", "leto", "podzim", "leden", "unor", "brezen", "duben", "kveten", "cerven", "cervenec", "srpen", "zari",
        "rijen", "listopad", "prosinec", "summer", "winter", "spring", "autumn",
    };

    public static bool Has(string password, string name, string email)
    {
        var whole = Fold(password);
        var core = whole.Trim([.. "0123456789.,-_!?*+#$%&/()=@:;\"' "]);
        return words.Contains(core) || IsRow(whole) || whole.Distinct().Count() <= 3
            || core == Fold(name).Replace(" ", "", StringComparison.Ordinal) || core == Fold(email) || core == Fold(email.Split('@')[0]);
    }

    // 1234567890, 0987654321, abcdefghij, …
    private static bool IsRow(string text)
    {
        var steps = text.Zip(text.Skip(1), (a, b) => b - a).ToList();
        return steps.Count(s => s is 1 or -9) == steps.Count || steps.Count(s => s is -1 or 9) == steps.Count;
    }

    private static string Fold(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).ToLowerInvariant();
}
