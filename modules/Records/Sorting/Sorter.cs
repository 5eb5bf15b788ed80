using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>
/// Proposes where a document belongs: the first rule of the office that fits, the form it was filed by, or what people decided about
/// documents like it. It never puts anything anywhere by itself.
/// </summary>
internal sealed class Sorter(RecordsDb db, IDirectory directory, SortingLaw law, FindingWords digests, Caller caller, TimeProvider clock)
{
    /// <summary>The agenda of what nobody else is competent for; a form with it says nothing.</summary>
    public const string General = "general";

    /// <summary>Of messages that nobody has sorted.</summary>
    public const string Unsorted = "unsorted";

    /// <summary>The agenda is one that somebody meant.</summary>
    public static bool Says(string? agenda) => agenda is not (null or General or Unsorted);

    /// <summary>The rules that hold in the office today, in order: its own, or those that are shipped.</summary>
    public async Task<IReadOnlyList<(string Name, SortingCondition Condition, SortingTarget Target)>> Rules(CancellationToken cancel)
    {
        var own = await db.SortingRules.AsNoTracking().OrderBy(r => r.Position).ThenBy(r => r.Id).ToListAsync(cancel);
        return own.Count > 0 ? own.ConvertAll(r => (r.Name, r.Condition, r.Target))
            : law.On(Prague.Today(clock)).Rules.ConvertAll(r => (r.Name, r.Condition, new SortingTarget(r.Agenda, null, null, null, null)));
    }

    public async Task<Sorted> Sort(Guid office, Evidence evidence, string? agendaOfForm, CancellationToken cancel)
    {
        foreach (var (name, condition, target) in await Rules(cancel))
            if (condition.Fit(evidence) is { } why) return new(SortingSource.Rule, name, await Whole(office, target, cancel), null, why, []);
        if (evidence.Form is { } form && agendaOfForm is { } agenda && Says(agenda))
            return new(SortingSource.Form, null, await Whole(office, new(agenda, null, null, null, null), cancel), null, [new("form", form)], []);
        return await Suggest(office, evidence, cancel);
    }

    /// <summary>The digests by which a document is counted.</summary>
    public long[] Words(Guid office, Evidence evidence) => [.. evidence.Signs().Select(s => digests.Word(office, s.Lexeme)).Distinct()];

    /// <summary>Counts what a person decided, instead of what was counted before for the same document; within the transaction of the decision.</summary>
    public async Task Learn(SortingProposal proposal, SortingPlace? before, CancellationToken cancel)
    {
        if (before == proposal.Taken) return;
        foreach (var (place, n) in new[] { (before, -1), (proposal.Taken, 1) })
        {
            if (place is null) continue;
            var words = proposal.Words.Append(0).ToArray();
            (string Aspect, string? Label)[] labels = [(nameof(SortingAspect.Agenda), place.Agenda), (nameof(SortingAspect.Unit), $"{place.Unit}"), (nameof(SortingAspect.Official), place.Official?.ToString())];
            foreach (var (aspect, label) in labels.Where(l => l.Label is not null))
                await db.Database.ExecuteSqlAsync($"insert into records.sorting_count (office, aspect, label, word, n) select {proposal.Office}, {aspect}, {label}, w, {n} from unnest({words}) w", cancel);
        }
    }

    /// <summary>Whoever takes a document over, or hands it on, decides about its proposal too.</summary>
    /// <param name="moved">It was handed on; what the filing room only takes into its own hands is not sorted by that.</param>
    public async Task Note(Document document, Guid? official, bool moved, CancellationToken cancel)
    {
        if (await db.SortingProposals.FirstOrDefaultAsync(p => p.Document == document.Id && p.State == SortingState.Waiting, cancel) is not { } proposal) return;
        if (!moved && !Says(document.Agenda) && proposal.Unit != document.Unit) return;
        var agenda = Says(document.Agenda) ? document.Agenda : proposal.Unit == document.Unit ? proposal.Agenda : null;
        proposal.Decide(new(agenda, document.Unit, official), caller.Name, clock.GetUtcNow());
        await Learn(proposal, null, cancel);
    }

    /// <summary>Where it was put it did not stay: whoever got it refused it, or whoever gave it took it back. It waits to be sorted again, and what was counted is taken back.</summary>
    /// <param name="left">The unit that it left.</param>
    public async Task Undo(Document document, Guid left, CancellationToken cancel)
    {
        if (await db.SortingProposals.FirstOrDefaultAsync(p => p.Document == document.Id && p.TakenUnit == left, cancel) is not { } proposal) return;
        var before = proposal.Taken;
        proposal.Reopen();
        await Learn(proposal, before, cancel);
    }

    private async Task<Sorted> Suggest(Guid office, Evidence evidence, CancellationToken cancel)
    {
        var bounds = law.On(Prague.Today(clock));
        var signs = evidence.Signs().Select(s => (Word: digests.Word(office, s.Lexeme), Sign: s)).DistinctBy(s => s.Word).ToList();
        var counts = await db.Ask("select aspect, label, word, sum(n)::bigint from records.sorting_count where office = $1 and word = any($2) group by 1, 2, 3",
            [office, signs.Select(s => s.Word).Append(0).ToArray()], row => new Counted(Enum.Parse<SortingAspect>(row.GetString(0)), row.GetString(1), row.GetInt64(2), row.GetInt64(3)), cancel);
        var learned = new Learned(counts);
        if (learned.Decisions(SortingAspect.Agenda) < bounds.LeastDecisions) return Sorted.Nothing;
        var agendas = learned.Guesses(SortingAspect.Agenda, signs, bounds.LeastOfLabel);
        IReadOnlyList<string> next = [.. agendas.Take(3).Select(g => g.Label)];
        if (agendas is not [var agenda, ..] || agenda.Certainty < bounds.Certainty || agenda.Why.Count == 0) return Sorted.Nothing with { Others = next };

        Guid? Sure(SortingAspect aspect) => learned.Guesses(aspect, signs, bounds.LeastOfLabel) is [var first, ..] && first.Certainty >= bounds.Certainty && Guid.TryParse(first.Label, out var id) ? id : null;
        var target = await Whole(office, new(agenda.Label, null, Sure(SortingAspect.Unit), Sure(SortingAspect.Official), null), cancel);
        return new(SortingSource.Suggestion, null, target, agenda.Certainty, agenda.Why, [.. next.Skip(1)]);
    }

    // A unit that is gone gives way to the competent one, and nobody is named who is not there today.
    private async Task<SortingTarget> Whole(Guid office, SortingTarget target, CancellationToken cancel)
    {
        var official = target.Official is { } id ? await directory.Official(id, cancel) : null;
        var unit = target.Unit is { } wanted && (await directory.Units(office, cancel)).Any(u => u.Id == wanted) ? wanted : (await directory.UnitFor(office, target.Agenda, cancel)).Id;
        return target with { Unit = unit, Official = official?.Office == office && official.Unit == unit ? official.Id : null };
    }
}
