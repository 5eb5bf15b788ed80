using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

// The way of a document that the office writes: draft, approval, dispatch.
internal sealed partial class Document
{
    /// <summary>Begins a document that answers a received one; it has no number until it is approved.</summary>
    public static Document Write(Document answered, string matter, Guid author, DateTimeOffset at)
    {
        var id = Guid.CreateVersion7();
        return new()
        {
            Office = answered.Office,
            Id = id,
            Source = id,
            Kind = DocumentKind.Own,
            State = DocumentState.Draft,
            Origin = answered.Origin,
            Parent = answered.Id,
            Channel = "own",
            Matter = matter,
            Party = answered.Party,
            PartyName = answered.PartyName,
            Language = answered.Language,
            Agenda = answered.Agenda,
            TrackingCode = answered.TrackingCode,
            CreatedAt = at,
            ReceivedAt = at,
            ReceivedOn = Prague.Day(at),
            FilingMark = answered.FilingMark,
            Deadline = answered.Deadline,
            Unit = answered.Unit,
            Holder = author,
        };
    }

    /// <summary>Its text may still change.</summary>
    public bool IsDraft => Kind == DocumentKind.Own && State is DocumentState.Draft or DocumentState.Returned;

    /// <summary>It lies with whoever approves it until they do or return it.</summary>
    public Refusal? SendForApproval(Guid approver)
    {
        if (!IsDraft) return Refusal.Conflict("records.approve.not-draft");
        (State, Holder) = (DocumentState.ForApproval, approver);
        return null;
    }

    /// <summary>The next approver on its route has it.</summary>
    public void LieWith(Guid approver) => Holder = approver;

    /// <summary>Refused for good: as given up, with its author.</summary>
    public Refusal? BeRefused(Guid author)
    {
        if (State != DocumentState.ForApproval) return Refusal.Conflict("records.approve.not-waiting");
        (State, Holder) = (DocumentState.Dropped, author);
        return null;
    }

    /// <summary>Back to whoever writes it.</summary>
    public Refusal? ReturnTo(Guid author, DocumentState state)
    {
        if (State != DocumentState.ForApproval) return Refusal.Conflict("records.approve.not-waiting");
        (State, Holder) = (state, author);
        return null;
    }

    /// <summary>Enters the register under its number and waits for dispatch with whoever wrote it.</summary>
    public void BeApproved(RegisterNumber number, Guid author)
    {
        (Register, Year, Number, ReferenceNumber) = (number.Register, number.Year, number.Number, number.Text);
        (State, Holder) = (DocumentState.ForDispatch, author);
    }

    /// <summary>Leaves the office; a further consignment of what has already left changes nothing.</summary>
    public Refusal? Leave()
    {
        if (Kind != DocumentKind.Own || State is not (DocumentState.ForDispatch or DocumentState.Dispatched)) return Refusal.Conflict("records.dispatch.not-approved");
        State = DocumentState.Dispatched;
        return null;
    }

    public Refusal? Drop()
    {
        if (!IsDraft) return Refusal.Conflict("records.approve.not-draft");
        State = DocumentState.Dropped;
        return null;
    }
}
