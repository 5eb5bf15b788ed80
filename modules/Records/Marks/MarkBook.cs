using Virtuos.Contracts.Mailroom;

namespace Virtuos.Records;

/// <summary>Enters what was found of signatures, seals and stamps at the components that they belong to.</summary>
internal sealed class MarkBook(RecordsDb db, ActingPerson persons)
{
    /// <summary>Within the caller's transaction; marks of bytes that the document does not have are left out.</summary>
    public async Task Enter(Document document, IReadOnlyList<Component> components, IReadOnlyList<SecurityMark> marks, CancellationToken cancel)
    {
        if (marks.Count == 0) return;
        var verifier = await persons.Now(document.Office, document.Unit, cancel);
        foreach (var component in components)
        {
            var ordinal = 0;
            foreach (var mark in marks.Where(m => m.Blob == component.Blob)) db.Add(VerifiedMark.Of(component, ++ordinal, mark, verifier));
        }
    }
}
