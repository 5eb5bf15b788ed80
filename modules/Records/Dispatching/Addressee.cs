using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>
/// Somebody to whom a document of the office is to be delivered. The first one is the party of the document and has the document's id; a row
/// of theirs is there only when an official entered something.
/// </summary>
internal sealed class Addressee : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public required Guid Id { get; init; }

    public required Guid Document { get; init; }

    /// <summary>0 for the party of the document.</summary>
    public required int Position { get; init; }

    public required string Name { get; set; }

    public string? Address { get; set; }

    public string? Email { get; set; }

    /// <summary>Id of the data box.</summary>
    public string? Box { get; set; }

    /// <summary>Agreed to be served in the portal (§ 19 (3) of act 500/2004).</summary>
    public bool Portal { get; set; }

    public required string EnteredByName { get; set; }

    public required DateTimeOffset EnteredAt { get; set; }
}

/// <summary>By what an addressee can be reached, as far as the office knows.</summary>
internal sealed record Reach(string Name, string? Address, string? Email, string? Box, bool Portal)
{
    public bool Has(string? need) => need switch
    {
        "box" => Box is { Length: > 0 },
        "portal" => Portal,
        "email" => Email is { Length: > 0 },
        "address" => Address is { Length: > 0 },
        _ => true,
    };
}

/// <summary>A way that was not proposed.</summary>
/// <param name="Why"><c>tried</c>, or what is not known: <c>box</c>, <c>portal</c>, <c>email</c>, <c>address</c>.</param>
internal sealed record PassedWay(ConsignmentChannel Channel, string Why);

/// <summary>The way that the law proposes for an addressee, and the ways before it that are not open.</summary>
internal sealed record Proposal(WayOut Way, IReadOnlyList<PassedWay> Passed)
{
    public ConsignmentChannel Channel => Way.Of;

    /// <summary>The first way in the order of the law that the addressee has and by which nothing was sent to them yet.</summary>
    public static Proposal? For(DispatchLaw law, Reach reach, IReadOnlyList<Consignment> sent)
    {
        List<PassedWay> passed = [];
        foreach (var way in law.Ways)
        {
            if (!reach.Has(way.Needs)) passed.Add(new(way.Of, way.Needs!));
            // What lies in the portal was sent by e-mail too.
            else if (sent.Any(c => c.Channel == way.Of || (c.Channel == ConsignmentChannel.Electronic && way.Of == ConsignmentChannel.Email))) passed.Add(new(way.Of, "tried"));
            else return new(way, passed);
        }
        return null;
    }
}

/// <summary>An addressee of a document with what is known of them, what was sent and what the law proposes next.</summary>
internal sealed record AddresseeCard(Guid Id, Reach Reach, IReadOnlyList<Consignment> Sent, Proposal? Proposal, DispatchLaw Law)
{
    public Consignment? Delivered => Sent.FirstOrDefault(c => c.State == ConsignmentState.Delivered);

    /// <summary>Something is on its way to them that may still arrive.</summary>
    public bool Waits(DateOnly today) => Delivered is null && Sent.Any(c => c.IsOnWay && c.MailFailedAt is null && !IsUnconfirmed(c, today));

    /// <summary>Nobody confirmed the e-mail in its time, so it counts as not delivered (§ 19 (9) of act 500/2004).</summary>
    public bool IsUnconfirmed(Consignment c, DateOnly today) =>
        c is { Channel: ConsignmentChannel.Email, State: ConsignmentState.Sent } && Law.Way(c.Channel).Confirm is { } code
        && today > Kernel.Calendar.Deadline.Compute(code, Kernel.Calendar.Prague.Day(c.MailedAt ?? c.SentAt)).Last;
}
