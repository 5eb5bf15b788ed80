using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <summary>Takes a table into a bulk act, a few hundred rows in memory at a time. Runs within the caller's transaction.</summary>
internal sealed class SeriesIntake(RecordsDb db, SeriesShelf shelf, SeriesTemplates templates, PaperPress press, Sight sight, TimeProvider clock)
{
    /// <summary>In bytes.</summary>
    public const long Largest = 20 * 1024 * 1024;

    public const int MostColumns = 100;

    private const int AtOnce = 500;

    /// <returns>Why the table is no table at all; null when its rows are in, good and wrong ones.</returns>
    public async Task<List<Refusal>?> Take(Series series, Stream table, CancellationToken cancel)
    {
        if (table.Length > Largest) return [Refusal.Invalid(CsvReader.Field, "records.series.too-large", ("megabytes", Largest / 1024 / 1024))];
        try
        {
            var heading = await Read(table, r => Task.FromResult(r.Next()), cancel);
            if (!heading.Succeeded) return [.. heading.Refusals];
            var columns = (heading.Value ?? []).Select(SeriesColumns.Name).ToList();
            while (columns.Count > 0 && columns[^1].Length == 0) columns.RemoveAt(columns.Count - 1);
            if (Faults(series, columns) is { Count: > 0 } faults) return faults;
            var looked = await Read(table, r => Task.FromResult(Look(r, columns)), cancel);
            if (looked.Value.Rows == 0) return [Refusal.Invalid(CsvReader.Field, "records.series.no-rows")];
            if (looked.Value.Rows > Series.Most) return [Refusal.Invalid(CsvReader.Field, "records.series.too-many-rows", ("count", Series.Most))];
            var kept = await Keep(series, columns, looked.Value, table, cancel);
            return kept.Succeeded ? kept.Value : [.. kept.Refusals];
        }
        catch (InvalidDataException)
        {
            return [Refusal.Invalid(CsvReader.Field, "records.series.quote")];
        }
    }

    private static async Task<Result<T>> Read<T>(Stream table, Func<CsvReader, Task<T>> read, CancellationToken cancel)
    {
        var opened = await CsvReader.Open(table, cancel);
        if (!opened.Succeeded) return opened.As<T>();
        using var reader = opened.Value;
        return await read(reader);
    }

    private List<Refusal> Faults(Series series, List<string> columns)
    {
        if (columns.Count > MostColumns) return [Refusal.Invalid(CsvReader.Field, "records.series.too-many-columns", ("count", MostColumns))];
        if (!columns.Contains(SeriesColumns.Party)) return [Refusal.Invalid(CsvReader.Field, "records.series.no-heading", ("column", SeriesColumns.Party))];
        List<Refusal> no = [];
        foreach (var twice in columns.GroupBy(c => c).Where(g => g.Count() > 1)) no.Add(Refusal.Invalid(CsvReader.Field, "records.series.column-twice", ("column", twice.Key)));
        foreach (var missing in SeriesText.Asked(series).Where(f => !columns.Contains(f))) no.Add(Refusal.Invalid(CsvReader.Field, "records.series.column-missing", ("column", missing)));
        if (series.Follows is not null && !columns.Contains(SeriesColumns.Row)) no.Add(Refusal.Invalid(CsvReader.Field, "records.series.row-numbers", ("column", SeriesColumns.Row)));
        return no;
    }

    /// <summary>What the whole table holds: how many rows, which characters, which files.</summary>
    private sealed record Looked(int Rows, HashSet<int> Characters, HashSet<string> Files);

    private static Looked Look(CsvReader reader, List<string> columns)
    {
        var (rows, file) = (0, columns.IndexOf(SeriesColumns.File));
        HashSet<int> characters = [];
        HashSet<string> files = new(StringComparer.Ordinal);
        reader.Next();
        while (reader.Next() is { } cells && ++rows <= Series.Most)
        {
            foreach (var cell in cells)
                foreach (var rune in cell.EnumerateRunes()) characters.Add(rune.Value);
            if (file >= 0 && file < cells.Count && cells[file].Trim().Length > 0) files.Add(cells[file].Trim());
        }
        return new(rows, characters, files);
    }

    private async Task<Result<List<Refusal>?>> Keep(Series series, List<string> columns, Looked looked, Stream table, CancellationToken cancel)
    {
        var facts = new TableFacts(series.Id, series.Office, columns, shelf.Types(series), SeriesText.Asked(series).ToHashSet(StringComparer.Ordinal),
            templates.Ways(Prague.Today(clock)), Unprintable(looked.Characters), await Files(looked.Files, cancel));
        var numbered = columns.IndexOf(SeriesColumns.Row);
        var known = numbered < 0 ? [] : (await db.SeriesRows.Where(r => r.Series == series.Id).Select(r => r.Position).ToListAsync(cancel)).ToHashSet();
        series.Columns = [.. (numbered < 0 || known.Count == 0 ? columns : series.Columns.Union(columns)).Where(c => c != SeriesColumns.Row && !SeriesColumns.Results.Contains(c))];
        await db.SaveChangesAsync(cancel);
        if (known.Count == 0) await db.SeriesRows.Where(r => r.Series == series.Id).ExecuteDeleteAsync(cancel);

        var kept = await Read(table, reader => Insert(reader, series, new(facts), numbered, known, cancel), cancel);
        if (!kept.Succeeded || kept.Value is not null) return kept;
        series.RowsDigest = await RowsDigest(series.Id, cancel);
        await db.SaveChangesAsync(cancel);
        return kept;
    }

    private async Task<List<Refusal>?> Insert(CsvReader reader, Series series, RowCheck check, int numbered, HashSet<int> known, CancellationToken cancel)
    {
        List<SeriesRow> rows = [];
        HashSet<int> taken = [];
        var position = 0;
        reader.Next();
        while (reader.Next() is { } cells)
        {
            position++;
            if (known.Count > 0)
            {
                if (!int.TryParse(numbered < cells.Count ? cells[numbered] : "", NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !known.Contains(number) || !taken.Add(number))
                    return [Refusal.Invalid(CsvReader.Field, "records.series.row-number", ("line", position + 1))];
                rows.Add(check.Row(number, cells));
            }
            else rows.Add(check.Row(position, cells));
            if (rows.Count == AtOnce) await Flush(rows, known.Count > 0, series, cancel);
        }
        await Flush(rows, known.Count > 0, series, cancel);
        return null;
    }

    private async Task Flush(List<SeriesRow> rows, bool replace, Series series, CancellationToken cancel)
    {
        if (replace)
        {
            var positions = rows.ConvertAll(r => r.Position);
            await db.SeriesRows.Where(r => r.Series == series.Id && positions.Contains(r.Position)).ExecuteDeleteAsync(cancel);
        }
        db.AddRange(rows);
        await db.SaveChangesAsync(cancel);
        foreach (var row in rows) db.Entry(row).State = EntityState.Detached;
        rows.Clear();
    }

    /// <summary>Hash over all rows in their order.</summary>
    public async Task<string> RowsDigest(Guid series, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var row in db.SeriesRows.AsNoTracking().Where(r => r.Series == series).OrderBy(r => r.Position).AsAsyncEnumerable().WithCancellation(cancel))
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{row.Position} {RowCheck.Digest(row.Cells)}\n")));
        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Checks every stored row anew, as its text or the world has changed.</summary>
    public async Task Recheck(Series series, CancellationToken cancel)
    {
        HashSet<int> characters = [];
        HashSet<string> files = new(StringComparer.Ordinal);
        await foreach (var row in Rows(series).AsAsyncEnumerable().WithCancellation(cancel))
        {
            foreach (var cell in row.Cells.Values)
                foreach (var rune in cell.EnumerateRunes()) characters.Add(rune.Value);
            if (row.Cells.GetValueOrDefault(SeriesColumns.File) is { Length: > 0 } file) files.Add(file);
        }
        var check = new RowCheck(new(series.Id, series.Office, series.Columns, shelf.Types(series), SeriesText.Asked(series).ToHashSet(StringComparer.Ordinal),
            templates.Ways(Prague.Today(clock)), Unprintable(characters), await Files(files, cancel)));
        var last = 0;
        while (await Rows(series).Where(r => r.Position > last).Take(AtOnce).ToListAsync(cancel) is { Count: > 0 } some)
        {
            last = some[^1].Position;
            await Flush(some.ConvertAll(r => check.Row(r.Position, [.. series.Columns.Select(c => r.Cells.GetValueOrDefault(c, ""))])), replace: true, series, cancel);
        }
    }

    private IQueryable<SeriesRow> Rows(Series series) => db.SeriesRows.AsNoTracking().Where(r => r.Series == series.Id).OrderBy(r => r.Position);

    // One trial print of every character that the table holds tells what no paper could show.
    private HashSet<int> Unprintable(HashSet<int> characters)
    {
        var text = string.Concat(characters.Where(c => c > ' ').Order().Select(c => new Rune(c).ToString()));
        return [.. press.Press(new() { Title = "-", Language = "cs", Created = clock.GetUtcNow(), Author = "-", Blocks = [new Paragraph(text)] }).ReplacedCharacters.Select(c => int.Parse(c[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
    }

    private async Task<HashSet<string>> Files(HashSet<string> marks, CancellationToken cancel)
    {
        HashSet<string> files = new(StringComparer.Ordinal);
        foreach (var some in marks.Chunk(AtOnce))
            foreach (var file in await db.Files.AsNoTracking().Where(f => some.Contains(f.Mark) && f.State != FileState.Closed).ToListAsync(cancel))
                if (sight.IsFree(file.ManagedBy) && await sight.FindFile(file.Id, cancel) is not null) files.Add(file.Mark);
        return files;
    }
}
