using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>
/// Takes received documents into the records: number, components, competent unit, the first steps of its history, and word of it to the
/// other rooms. Runs within the caller's transaction; the caller saves and commits at once.
/// </summary>
internal sealed class Registry(RecordsDb db, RegisterBook book, IDirectory directory, Caller caller, TimeProvider clock)
{
    /// <param name="content">The bytes in order; the first is the filing itself.</param>
    /// <param name="kind">Kind of the first component; the others are attachments.</param>
    /// <param name="parent">The document that this one supplements: it lies where that one does and is no work of its own.</param>
    public async Task<Document> Enter(Guid office, Reception reception, IReadOnlyList<FiledPart> content, string kind, CancellationToken cancel, Document? parent = null)
    {
        await book.Prepare(office, cancel);
        var unit = parent is null ? await directory.UnitFor(office, reception.Agenda, cancel) : null;
        var at = clock.GetUtcNow();

        var document = Document.Receive(office, reception, await book.NextReferenceNumber(office, cancel), unit?.Id ?? parent!.Unit, at, parent);
        db.Add(document);
        var role = document.Channel == "paper" ? ComponentRole.Digitised : ComponentRole.Original;
        for (var i = 0; i < content.Count; i++)
            db.Add(Component.Of(document, i + 1, role, i == 0 ? kind : "attachment", content[i], at));
        db.Add(Step.Of(document, StepKind.Registered, caller, at, document.ReferenceNumber));
        // The filing itself is a paper of ours; what came with it may be signed. Messages bring what was found of them.
        if (document.Channel == "portal" && content.Count > 1) db.Publish(new MarksOrdered(document.Id), office);
        if (unit is null) return document;

        if (document.Channel == "paper") db.Publish(new PaperReceived(document.Id, document.Origin, office, document.Matter, document.Party, document.ReceivedAt), office);
        db.Publish(new DocumentRegistered(document.Id, document.Origin, office, document.ReferenceNumber!, at, document.Deadline), office);
        if (document.State == DocumentState.Registered) Assign(document, unit, at);
        return document;
    }

    /// <summary>The competent unit has it now.</summary>
    public void Assign(Document document, UnitCard unit, DateTimeOffset at)
    {
        db.Add(Step.Moved(document, StepKind.Assigned, caller, at, null, null, unit.Name));
        db.Publish(new DocumentAssigned(document.Id, document.Origin, unit.Name, null, null, at), document.Office);
    }
}
