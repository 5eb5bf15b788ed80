using System.Globalization;
using System.Text;

namespace Virtuos.Services.FormEngine;

/// <summary>Rows as text: what is pasted from a spreadsheet (tabs), or a CSV file with commas or semicolons (RFC 4180).</summary>
internal static class TableText
{
    static TableText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Text of a file: UTF-8 when it is valid, otherwise the code page in which Czech spreadsheets save.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode.GetString(bytes[2..]);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding(1250).GetString(bytes);
        }
    }

    /// <summary>
    /// The rows of a text, without empty ones. A first row that names columns orders the others and is left out. Rows have one cell for
    /// each column of the table; those that had more are told by their numbers.
    /// </summary>
    public static (List<string[]> Rows, List<int> TooWide) Parse(string text, Question table)
    {
        var lines = Cells(text, Separator(text));
        lines.RemoveAll(line => line.All(string.IsNullOrWhiteSpace));
        var order = lines.Count > 0 ? Header(lines[0], table) : null;
        if (order is not null) lines.RemoveAt(0);
        List<string[]> rows = [];
        List<int> tooWide = [];
        foreach (var line in lines)
        {
            var row = new string[table.Columns.Count];
            Array.Fill(row, "");
            for (var at = 0; at < line.Count; at++)
            {
                var column = order is null ? at : at < order.Length ? order[at] : row.Length;
                if (column < row.Length) row[column] = line[at].Trim();
                else if (!string.IsNullOrWhiteSpace(line[at])) { tooWide.Add(rows.Count + 1); break; }
            }
            rows.Add(row);
        }
        return (rows, tooWide);
    }

    /// <summary>CSV with semicolons, as Czech spreadsheets open it, its header in the language.</summary>
    public static string Csv(Question table, IEnumerable<string[]> rows, string language)
    {
        var csv = new StringBuilder();
        csv.AppendJoin(';', table.Columns.Select(c => Quoted(c.Label.In(language)))).Append("\r\n");
        foreach (var row in rows) csv.AppendJoin(';', table.Columns.Select((c, at) => Quoted(Local(c, row[at], language)))).Append("\r\n");
        return csv.ToString();
    }

    /// <summary>A canonical cell as a spreadsheet of the language reads it.</summary>
    private static string Local(Question column, string cell, string language) => column.Type switch
    {
        QuestionType.Number or QuestionType.Money when language != "en" => cell.Replace('.', ','),
        QuestionType.YesNo => cell switch { "yes" => language switch { "en" => "yes", "de" => "ja", _ => "ano" }, "no" => language switch { "en" => "no", "de" => "nein", _ => "ne" }, _ => cell },
        QuestionType.Choice => column.Options.FirstOrDefault(o => o.Value == cell)?.Label.In(language) ?? cell,
        _ => cell,
    };

    private static char Separator(string text)
    {
        var first = text.AsSpan(0, Math.Max(text.IndexOf('\n'), 0) is 0 ? text.Length : text.IndexOf('\n'));
        return first.Contains('\t') ? '\t' : first.Count(';') >= first.Count(',') ? ';' : ',';
    }

    // Which column each cell belongs to, or null when the first line holds data.
    private static int[]? Header(List<string> line, Question table)
    {
        var names = line.Select(cell => cell.Trim()).Where(cell => cell.Length > 0).ToList();
        var order = names.Select(name => table.Columns.ToList().FindIndex(c => Names(c).Any(n => CultureInfo.InvariantCulture.CompareInfo.Compare(n, name, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) == 0))).ToArray();
        return order.Length > 0 && order.All(o => o >= 0) ? order : null;
    }

    private static string[] Names(Question column) => [column.Id, column.Label.Cs, column.Label.En, column.Label.De];

    private static List<List<string>> Cells(string text, char separator)
    {
        List<List<string>> lines = [];
        List<string> line = [];
        var cell = new StringBuilder();
        var quoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            var sign = text[at];
            if (quoted && sign == '"' && at + 1 < text.Length && text[at + 1] == '"') { cell.Append('"'); at++; }
            else if (sign == '"' && (quoted || cell.Length == 0)) quoted = !quoted;
            else if (quoted || (sign != separator && sign is not ('\r' or '\n'))) cell.Append(sign is '\r' or '\n' ? ' ' : sign);
            else
            {
                line.Add(cell.ToString());
                cell.Clear();
                if (sign == separator) continue;
                if (sign == '\r' && at + 1 < text.Length && text[at + 1] == '\n') at++;
                lines.Add(line);
                line = [];
            }
        }
        line.Add(cell.ToString());
        lines.Add(line);
        return lines;
    }

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(";\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
