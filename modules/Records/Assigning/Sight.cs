using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>
/// Whose documents the caller sees and handles: those of the units where they may, those held by themself or by somebody they
/// substitute, and for the filing room everything that nobody has taken over yet. The office is filtered below.
/// </summary>
internal sealed class Sight(Caller caller, RecordsDb db)
{
    private readonly bool reads = caller.May(RecordsPermissions.Read);
    private readonly bool distributes = caller.May(RecordsPermissions.Distribute);
    private readonly bool dispatches = caller.May(RecordsPermissions.Dispatch);
    private readonly Guid[]? units = caller.UnitsOf(RecordsPermissions.Read)?.ToArray();
    private readonly Guid?[] people = [.. caller.ActsFor.Cast<Guid?>()];

    // The rights are said once, for a query and for a document at hand; compiled once, for that takes as long as a page.
    private static readonly Expression<Func<Sight, Document, bool>> Right = (sight, d) =>
        (sight.reads && (sight.units == null || sight.units.Contains(d.Unit)))
        || sight.people.Contains(d.Holder)
        || (sight.distributes && (d.State == DocumentState.Registered || d.State == DocumentState.Unconfirmed));

    private static readonly Func<Sight, Document, bool> Has = Right.Compile();

    /// <summary>Reads documents of <see cref="Units"/>; without it only what somebody gave them.</summary>
    public bool Reads => reads;

    /// <summary>Gives out what nobody has taken over.</summary>
    public bool Distributes => distributes;

    /// <summary>The units whose documents are seen; null = all of the office.</summary>
    public Guid[]? Units => units;

    /// <summary>Whose documents are seen wherever they lie.</summary>
    public Guid[] People => [.. caller.ActsFor];

    /// <summary>The rights as a condition of the query.</summary>
    public Expression<Func<Document, bool>> Seen =>
        Expression.Lambda<Func<Document, bool>>(ReplacingExpressionVisitor.Replace(Right.Parameters[0], Expression.Constant(this), Right.Body), Right.Parameters[1]);

    public IQueryable<Document> Documents => db.Documents.Where(Seen);

    /// <summary>What is to leave the office or has left it, for whoever sends it out.</summary>
    public IQueryable<Document> Leaving => db.Documents.Where(d => dispatches && d.Kind == DocumentKind.Own && (d.State == DocumentState.ForDispatch || d.State == DocumentState.Dispatched));

    /// <summary>
    /// The document, or null when there is none that the caller may know of. What belongs to another document is seen by those who see that
    /// one; whoever approves sees what they approve, have approved, and what it answers.
    /// </summary>
    public async Task<Document?> Find(Guid id, CancellationToken cancel)
    {
        var found = await db.Documents.FirstOrDefaultAsync(d => d.Id == id, cancel);
        if (found is null || Sees(found) || Dispatches(found)) return found;
        if (found.Parent is { } parent && await Documents.AnyAsync(d => d.Id == parent, cancel)) return found;
        if (await IsAsked(found, cancel) || await Gave(found, cancel)) return found;
        if (!caller.May(RecordsPermissions.Approve)) return null;
        return await db.OwnDocuments.AnyAsync(o => o.Id == id && people.Contains(o.Approver), cancel)
            || await db.Documents.AnyAsync(d => d.Parent == id && d.State == DocumentState.ForApproval && people.Contains(d.Holder), cancel) ? found : null;
    }

    // Whoever is asked about a text on its route, or was, sees it, and what it answers while they are asked.
    private Task<bool> IsAsked(Document found, CancellationToken cancel) => found.Kind == DocumentKind.Own
        ? db.ApprovalTasks.AnyAsync(t => t.Document == found.Id && (people.Contains(t.Assignee) || people.Contains(t.DecidedBy)) && t.State != AnswerState.Lapsed, cancel)
        : db.ApprovalTasks.AnyAsync(t => t.State == AnswerState.Open && people.Contains(t.Assignee) && db.Documents.Any(d => d.Id == t.Document && d.Parent == found.Id), cancel);

    /// <summary>The caller gave it away and nobody has taken it over yet.</summary>
    public async Task<bool> Gave(Document document, CancellationToken cancel) =>
        document.State == DocumentState.Registered && await Circulation.LastMove(db, document.Id, cancel) is { Kind: StepKind.HandedOver } step
        && ((step.Actor is { } actor && caller.ActsFor.Contains(actor)) || (step.FromHolder is { } holder && caller.ActsFor.Contains(holder)));

    /// <summary>The file, when it lies in a unit of the caller's, holds a document that they see, or they manage the records of the office.</summary>
    public async Task<CaseFile?> FindFile(Guid id, CancellationToken cancel)
    {
        var found = await db.Files.FirstOrDefaultAsync(f => f.Id == id, cancel);
        if (found is null || caller.May(RecordsPermissions.Read, found.Unit) || caller.May(RecordsPermissions.Manage)) return found;
        return await Documents.AnyAsync(d => d.File == id, cancel) ? found : null;
    }

    /// <summary>May the caller read everything in the file, and not only what they have in hand.</summary>
    public bool ReadsWhole(CaseFile file) => caller.May(RecordsPermissions.Read, file.Unit) || caller.May(RecordsPermissions.Manage);

    public bool Sees(Document document) => Has(this, document);

    /// <summary>May the caller work with it: in their units, or in the place of whoever holds it.</summary>
    public bool Handles(Document document) =>
        IsFree(document.ManagedBy) && MayHandle(document);

    private bool MayHandle(Document document) =>
        caller.May(RecordsPermissions.Handle, document.Unit) || (caller.May(RecordsPermissions.Handle) && document.Holder is { } holder && caller.ActsFor.Contains(holder));

    /// <summary>May the caller send it out and enter what became of it.</summary>
    public bool SendsOut(Document document) => Handles(document) || Dispatches(document);

    /// <summary>What an agenda system manages is worked with by it alone, and it works with nothing else.</summary>
    public bool IsFree(Guid? managedBy) => caller.Kind == CallerKind.Program ? managedBy == caller.Person : managedBy is null;

    private bool Dispatches(Document document) => dispatches && document is { Kind: DocumentKind.Own, State: DocumentState.ForDispatch or DocumentState.Dispatched };

    /// <summary>May the caller give it to somebody: whoever handles it, and the filing room while nobody does.</summary>
    public bool HandsOver(Document document) =>
        Handles(document) || (distributes && IsFree(document.ManagedBy) && document.State is DocumentState.Registered or DocumentState.Unconfirmed);

    /// <summary>May the caller take it from another official of the unit.</summary>
    public bool Leads(Document document) => caller.May(RecordsPermissions.Lead, document.Unit);
}
