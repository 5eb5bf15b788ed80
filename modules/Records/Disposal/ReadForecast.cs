using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>What comes up for disposal in a year under one mark and group.</summary>
/// <param name="Held">How many of the files are held and will not be proposed.</param>
/// <param name="Bytes">Of all components of all forms and versions.</param>
internal sealed record ForecastRow(int Year, string Mark, string FilingMark, int Files, int Held, long Documents, long Components, long Bytes);

/// <param name="Rows">By year, mark and group; this year holds what is overdue too.</param>
/// <param name="Names">Names of groups by their marks, as the plan of today has them.</param>
/// <param name="Open">Files that are not closed yet.</param>
/// <param name="Undated">Closed files whose event has not come, or whose volume is still open.</param>
internal sealed record ForecastView(IReadOnlyList<ForecastRow> Rows, IReadOnlyList<int> Years, IReadOnlyDictionary<string, string> Names, int Open, int Undated);

/// <summary>A records manager sees what comes up for disposal in five years, by mark and group of the plan; exact.</summary>
internal sealed class ReadForecast(Caller caller, RecordsDb db, FilePlans plans, TimeProvider clock) : UseCase<Done, ForecastView>(caller, RecordsPermissions.Manage)
{
    protected override async Task<Result<ForecastView>> Do(Done input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var today = Prague.Today(clock);
        var years = Enumerable.Range(today.Year, DueFiles.Years).ToList();
        var rows = await db.Ask("""
            select greatest(f.discard_year, $2), coalesce(v.retention_mark, f.retention_mark), f.filing_mark,
                count(*)::int, (count(*) filter (where h.held))::int, sum(d.documents)::bigint, sum(d.components)::bigint, sum(d.bytes)::bigint
            from records.case_file f
            left join records.file_volume v on v.office = f.office and v.id = f.volume
            cross join lateral (select exists (select from records.legal_hold l join records.case_file o on o.office = l.office and o.id = l.file
                where l.office = f.office and l.lifted_at is null and (l.file = f.id or o.volume = f.volume)) as held) h
            cross join lateral (select count(distinct m.id) as documents, count(c.id) as components, coalesce(sum(c.size), 0) as bytes
                from records.document m left join records.component c on c.office = m.office and c.document = m.id where m.office = f.office and m.file = f.id) d
            where f.office = $1 and f.discard_year <= $3 and not records.is_destroyed(f.office, f.id)
            group by 1, 2, 3 order by 1, 2, 3
            """, [office, years[0], years[^1]], r => new ForecastRow(r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetInt32(3), r.GetInt32(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7)), cancel);
        var (open, undated) = (await db.Ask("select (count(*) filter (where state <> 'Closed'))::int, (count(*) filter (where state = 'Closed' and discard_year is null))::int from records.case_file where office = $1",
            [office], r => (r.GetInt32(0), r.GetInt32(1)), cancel)).Single();
        var plan = await plans.On(office, today, cancel);
        var names = rows.Select(r => r.FilingMark).Distinct().ToDictionary(m => m, m => plan.GroupUnder(m)?.Name ?? "", StringComparer.Ordinal);
        return new ForecastView(rows, years, names, open, undated);
    }
}
