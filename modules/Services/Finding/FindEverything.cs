using System.Text.RegularExpressions;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Search;
using Virtuos.Kernel.Usage;
using Virtuos.Services.Filing;

namespace Virtuos.Services.Finding;

/// <summary>What was found in the whole public part, by kind.</summary>
/// <param name="Code">The tracking code that was typed in, grouped; null when it was something else.</param>
/// <param name="Number">The reference number that was typed in, with the office whose mark it bears, if known.</param>
internal sealed record Findings(FoundServices Services, IReadOnlyList<OfficeCard> Offices, IReadOnlyList<MunicipalityCard> Municipalities, string? Code, (string Text, OfficeCard? Office)? Number)
{
    public bool IsEmpty => Services.Hits.Count + Offices.Count + Municipalities.Count == 0 && Code is null && Number is null;
}

/// <summary>Finds life situations, forms, offices, municipalities and codes by one line of text, without accents and in any grammatical form.</summary>
internal sealed partial class FindEverything(Caller caller, SearchIndex index, IDirectory directory, IMunicipalities municipalities, UsageCounter usage) : UseCase<string, Findings>(caller, ServicesPermissions.Find)
{
    public const int Longest = 200;
    private const int MostServices = 20, MostPlaces = 8;

    protected override async Task<Result<Findings>> Do(string input, CancellationToken cancel)
    {
        var typed = input.Length > Longest ? input[..Longest] : input;
        var offices = await directory.Offices(cancel);
        var words = CzechAnalyzer.Words(typed).Where(w => w.Parts == 0 && w.Folded.Length > 1).Select(w => w.Folded).ToList();
        (string, OfficeCard?)? number = Number().Match(typed) is { Success: true } m ? (typed.Trim(), offices.FirstOrDefault(o => o.Mark.Equals(m.Groups["mark"].Value, StringComparison.OrdinalIgnoreCase))) : null;
        var found = new Findings(
            index.Find(typed, MostServices),
            words.Count == 0 ? [] : [.. offices.Where(o => HasAll(o, words)).Take(MostPlaces)],
            words.Count == 0 ? [] : await municipalities.Find(typed, MostPlaces, cancel),
            CodeIn(typed), number);
        if (found.IsEmpty) usage.Empty(Caller, typed);
        return found;
    }

    /// <summary>A tracking code; not a word that happens to have its length and check sign.</summary>
    public static string? CodeIn(string typed) =>
        TrackingCode.Parse(typed) is { } code && (typed.Any(char.IsAsciiDigit) || typed.Contains('-', StringComparison.Ordinal)) ? TrackingCode.Grouped(code) : null;

    private static bool HasAll(OfficeCard office, List<string> words)
    {
        var own = CzechAnalyzer.Words($"{office.Name} {office.MunicipalityName} {office.Mark}").Select(w => w.Folded).ToList();
        var place = CzechAnalyzer.Words(office.MunicipalityName).Select(w => w.Folded).ToList();
        // "úřad" alone finds no office: the name of the place must be among the words.
        return words.All(w => own.Exists(o => o.StartsWith(w, StringComparison.Ordinal))) && words.Exists(w => place.Exists(o => o.StartsWith(w, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"^\s*(?:č\.\s*j\.\s*)?(?<mark>[A-Za-z]{2,6})\s*[/ -]\s*\d{1,9}\s*/\s*(?:19|20)\d{2}\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
