using System.Text;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>
/// Reads a table of values divided by semicolons, commas or tabs (RFC 4180), in UTF-8 or Windows-1250, a row at a time; nothing is kept of rows
/// that were read.
/// </summary>
internal sealed class CsvReader : IDisposable
{
    public const string Field = "Table";

    /// <summary>Characters of one row; a quote that is never closed would otherwise swallow the table.</summary>
    public const int LongestRow = 100_000;

    private readonly StreamReader text;
    private readonly char divider;

    private CsvReader(StreamReader text, char divider) => (this.text, this.divider) = (text, divider);

    /// <summary>A table whose bytes are a text in one of both encodings.</summary>
    /// <param name="table">Seekable.</param>
    public static async Task<Result<CsvReader>> Open(Stream table, CancellationToken cancel)
    {
        if (table.Length == 0) return Refusal.Invalid(Field, "records.series.table-empty");
        foreach (var encoding in (Encoding[])[new UTF8Encoding(false, true), CodePagesEncodingProvider.Instance.GetEncoding(1250, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!])
        {
            table.Position = 0;
            if (await Divider(table, encoding, cancel) is not { } divider) continue;
            table.Position = 0;
            return new CsvReader(new(table, encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true), divider);
        }
        return Refusal.Invalid(Field, "records.series.encoding");
    }

    // Null where the bytes are no text in the encoding. Texts of office programs hold no control characters but ends of lines and tabs.
    private static async Task<char?> Divider(Stream table, Encoding encoding, CancellationToken cancel)
    {
        using var reader = new StreamReader(table, encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var buffer = new char[16 * 1024];
        Dictionary<char, int> seen = new() { [';'] = 0, [','] = 0, ['\t'] = 0 };
        var (heading, quoted, begun) = (true, false, false);
        try
        {
            int read;
            while ((read = await reader.ReadAsync(buffer, cancel)) > 0)
                for (var at = 0; at < read; at++)
                {
                    var c = buffer[at];
                    if ((c < ' ' && c is not ('\r' or '\n' or '\t')) || c is >= '\u0080' and <= '\u009F') return null;
                    if (!heading) continue;
                    if (c == '"') quoted = !quoted;
                    else if (!quoted && c is '\r' or '\n') heading = !begun;
                    else if (!quoted && seen.TryGetValue(c, out var count)) seen[c] = count + 1;
                    begun = begun || !(char.IsWhiteSpace(c) || c == '\uFEFF');
                }
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        return seen.MaxBy(s => s.Value).Key;
    }

    /// <summary>Cells of the next row that is not empty; null after the last.</summary>
    /// <exception cref="InvalidDataException">A quote is never closed.</exception>
    public List<string>? Next()
    {
        while (true)
        {
            var row = Row();
            if (row is null || row.Exists(cell => !string.IsNullOrWhiteSpace(cell))) return row;
        }
    }

    private List<string>? Row()
    {
        if (text.Peek() < 0) return null;
        List<string> cells = [];
        var cell = new StringBuilder();
        var (quoted, length) = (false, 0);
        while (true)
        {
            var c = text.Read();
            if (++length > LongestRow || (c < 0 && quoted)) throw new InvalidDataException("A quote is not closed.");
            if (quoted)
            {
                if (c != '"') cell.Append((char)c);
                else if (text.Peek() == '"') cell.Append((char)text.Read());
                else quoted = false;
            }
            else if (c == '"' && cell.ToString().Trim('\uFEFF', ' ').Length == 0)
            {
                cell.Clear();
                quoted = true;
            }
            else if (c == divider || c is '\n' or '\r' || c < 0)
            {
                if (c == '\r' && text.Peek() == '\n') text.Read();
                cells.Add(cell.ToString().Trim('\uFEFF'));
                cell.Clear();
                if (c != divider) return cells;
            }
            else cell.Append((char)c);
        }
    }

    public void Dispose() => text.Dispose();
}

/// <summary>Writes tables that office programs open without running anything of them.</summary>
internal static class CsvWriter
{
    /// <summary>One row with its end. A cell that a spreadsheet would take for a formula begins with an apostrophe.</summary>
    public static string Row(IEnumerable<string?> cells) => string.Join(';', cells.Select(Cell)) + "\r\n";

    /// <summary>The cell as it was before <see cref="Row"/> wrote it.</summary>
    public static string Bare(string cell) => cell.Length > 1 && cell[0] == '\'' && IsFormula(cell[1]) ? cell[1..] : cell;

    private static string Cell(string? text)
    {
        text ??= "";
        if (text.Length > 0 && IsFormula(text[0])) text = "'" + text;
        return text.AsSpan().IndexOfAny("\";\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static bool IsFormula(char first) => first is '=' or '+' or '-' or '@' or '\t' or '\r';
}
