using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <summary>What is known before the rows of a table are read.</summary>
/// <param name="Columns">Names of the headings, in order.</param>
/// <param name="Types">Type by column.</param>
/// <param name="Needed">Columns that the text asks for.</param>
/// <param name="Ways">Ways out in the order of the law.</param>
/// <param name="Unprintable">Characters that no font of this machine has.</param>
/// <param name="Files">Marks of files that rows name, of those that take documents.</param>
internal sealed record TableFacts(Guid Series, Guid Office, IReadOnlyList<string> Columns, IReadOnlyDictionary<string, string> Types, IReadOnlySet<string> Needed, IReadOnlyList<string> Ways,
    IReadOnlySet<int> Unprintable, IReadOnlySet<string> Files);

/// <summary>Turns rows of a table into rows of a bulk act, each with everything that is wrong in it.</summary>
internal sealed class RowCheck(TableFacts facts)
{
    public const int LongestCell = 2000;
    private const int LongestName = 200;
    private const int LongestAddress = 300;
    private const int LongestShown = 60;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>A row with all that is wrong in it.</summary>
    public SeriesRow Row(int position, IReadOnlyList<string> cells)
    {
        List<RowFault> faults = [];
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        for (var at = 0; at < facts.Columns.Count; at++)
        {
            if (facts.Columns[at] == SeriesColumns.Row || SeriesColumns.Results.Contains(facts.Columns[at])) continue;
            var clean = SafeText.Clean(at < cells.Count ? CsvWriter.Bare(cells[at]) : "", LongestCell, multiline: true);
            if (clean.TooLong) faults.Add(new(facts.Columns[at], "records.series.row.too-long", Shown(clean.Text)));
            if (clean.Text.EnumerateRunes().Any(r => facts.Unprintable.Contains(r.Value))) faults.Add(new(facts.Columns[at], "records.series.row.unprintable", Shown(clean.Text)));
            values[facts.Columns[at]] = clean.TooLong ? clean.Text[..LongestCell] : clean.Text;
        }
        if (cells.Count > facts.Columns.Count && cells.Skip(facts.Columns.Count).Any(c => c.Trim().Length > 0)) faults.Add(new(facts.Columns[^1], "records.series.row.more-cells"));

        string? Said(string column) => values.GetValueOrDefault(column) is { Length: > 0 } text ? text : null;
        var name = Said(SeriesColumns.Party)?.ReplaceLineEndings(" ");
        if (name is null) faults.Add(new(SeriesColumns.Party, "records.series.row.no-name"));
        else if (name.Length > LongestName) faults.Add(new(SeriesColumns.Party, "records.series.row.too-long", Shown(name)));
        var address = Said(SeriesColumns.Address);
        if (address?.Length > LongestAddress) faults.Add(new(SeriesColumns.Address, "records.series.row.too-long", Shown(address)));
        BoxId? box = null;
        if (Said(SeriesColumns.Box) is { } typedBox && !BoxId.TryParse(typedBox, out box)) faults.Add(new(SeriesColumns.Box, BoxId.Refused, Shown(typedBox)));
        EmailAddress? email = null;
        if (Said(SeriesColumns.Email) is { } typedEmail && !EmailAddress.TryParse(typedEmail, out email)) faults.Add(new(SeriesColumns.Email, EmailAddress.Refused, Shown(typedEmail)));
        OrganisationNumber? organisation = null;
        if (Said(SeriesColumns.Organisation) is { } typedNumber && !OrganisationNumber.TryParse(typedNumber, out organisation)) faults.Add(new(SeriesColumns.Organisation, OrganisationNumber.Refused, Shown(typedNumber)));
        var file = Said(SeriesColumns.File);
        if (file is not null && !facts.Files.Contains(file)) faults.Add(new(SeriesColumns.File, "records.series.row.no-file", Shown(file)));
        foreach (var column in facts.Needed)
            if (Said(column) is not { } text) faults.Add(new(column, "records.series.row.empty"));
            else if (SeriesValue.Fault(facts.Types.GetValueOrDefault(column, "text"), text) is { } code) faults.Add(new(column, code, Shown(text)));
        var channel = Channel(Said(SeriesColumns.Way), address, box, email, faults);
        if (!seen.Add(Digest(values))) faults.Add(new(SeriesColumns.Party, "records.series.row.twice", name is null ? null : Shown(name)));

        return new()
        {
            Office = facts.Office,
            Series = facts.Series,
            Position = position,
            Cells = values,
            Name = name is null ? "" : name[..Math.Min(name.Length, LongestName)],
            Address = address?[..Math.Min(address.Length, LongestAddress)],
            Box = box?.Value,
            Email = email?.Value,
            OrganisationNumber = organisation?.Value,
            File = file,
            Channel = channel,
            Faults = faults,
            State = faults.Count > 0 ? SeriesRowState.Faulty : SeriesRowState.Waiting,
        };
    }

    /// <summary>The same cells give the same digest, whatever order the columns are in.</summary>
    public static string Digest(IReadOnlyDictionary<string, string> cells) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', cells.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}\t{c.Value}")))));

    // The way the row names; otherwise the first by law that the addressee has.
    private ConsignmentChannel? Channel(string? way, string? address, BoxId? box, EmailAddress? email, List<RowFault> faults)
    {
        bool Has(ConsignmentChannel channel) => channel switch
        {
            ConsignmentChannel.DataBox => box is not null,
            ConsignmentChannel.Post => address is not null,
            _ => email is not null,
        };
        if (way is null)
        {
            foreach (var chosen in facts.Ways.Select(w => Of(w)!.Value))
                if (Has(chosen)) return chosen;
            faults.Add(new(SeriesColumns.Address, "records.series.row.no-way"));
            return null;
        }
        if (Of(SeriesColumns.Name(way)) is not { } named)
        {
            faults.Add(new(SeriesColumns.Way, "records.series.row.unknown-way", Shown(way)));
            return null;
        }
        if (Has(named)) return named;
        faults.Add(new(named switch { ConsignmentChannel.DataBox => SeriesColumns.Box, ConsignmentChannel.Post => SeriesColumns.Address, _ => SeriesColumns.Email }, "records.series.row.way-without", Shown(way)));
        return null;
    }

    private static ConsignmentChannel? Of(string way) => way switch
    {
        "data-box" or SeriesColumns.Box => ConsignmentChannel.DataBox,
        "post" or "posta" => ConsignmentChannel.Post,
        "electronic" or "portal" or SeriesColumns.Email => ConsignmentChannel.Electronic,
        _ => null,
    };

    private static string Shown(string text) => text.Length <= LongestShown ? text : text[..(LongestShown - 1)] + "…";
}

/// <summary>Values of columns that are more than words: is it one, and how it stands in a document.</summary>
internal static class SeriesValue
{
    private static readonly string[] days = ["d.M.yyyy", "d. M. yyyy", "yyyy-MM-dd"];

    /// <returns>Key of the text that says what is wrong; null when nothing is.</returns>
    public static string? Fault(string type, string text) => type switch
    {
        "money" => Money.TryParse(text, out _) ? null : Money.Refused,
        "date" => Day(text) is not null ? null : "records.series.row.not-a-day",
        "account" => AccountNumber.TryParse(text, out _) ? null : AccountNumber.Refused,
        "symbol" => VariableSymbol.TryParse(text, out _) ? null : VariableSymbol.Refused,
        _ => null,
    };

    /// <param name="texts">In the language of the document.</param>
    public static string Shown(string type, string text, Texts texts) => type switch
    {
        "money" when Money.TryParse(text, out var money) => texts.Show(money),
        "date" when Day(text) is { } day => texts.Show(day),
        "account" when AccountNumber.TryParse(text, out var account) => account.Shown,
        "symbol" when VariableSymbol.TryParse(text, out var symbol) => symbol.Shown,
        _ => text,
    };

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, days, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var day) ? day : null;
}
