using System.Linq.Expressions;

namespace Virtuos.Records;

/// <summary>The queues of the desk.</summary>
internal enum Queue
{
    NotTaken,
    ToHandle,
    WithCitizen,
    ForApproval,
    ForDispatch,
    Late,
    Soon,
}

/// <summary>Whose work a list shows.</summary>
internal enum Whose
{
    Mine,
    Unit,
    Substituted,

    /// <summary>Everything in the office that nobody has taken over: for the filing room.</summary>
    Office,
}

/// <summary>What each queue is, in addresses and in the query; one truth for lists, counts and links.</summary>
internal static class Queues
{
    /// <summary>Days before the deadline when a document is soon to be late.</summary>
    public const int SoonDays = 5;

    public static readonly Queue[] All = Enum.GetValues<Queue>();

    public static DocumentState[] States(this Queue queue) => queue switch
    {
        Queue.NotTaken => [DocumentState.Registered],
        Queue.ToHandle => [DocumentState.InHand, DocumentState.Returned],
        Queue.WithCitizen => [DocumentState.WithCitizen, DocumentState.Unconfirmed],
        Queue.ForApproval => [DocumentState.ForApproval],
        Queue.ForDispatch => [DocumentState.ForDispatch],
        _ => [],
    };

    public static Expression<Func<Document, bool>> Holds(this Queue queue, DateOnly today)
    {
        var soon = today.AddDays(SoonDays);
        var states = queue.States();
        return queue switch
        {
            Queue.Late => d => d.Due < today,
            Queue.Soon => d => d.Due >= today && d.Due <= soon,
            _ => d => states.Contains(d.State),
        };
    }

    public static string Slug(this Queue queue) => queue switch
    {
        Queue.NotTaken => "neprevzate",
        Queue.ToHandle => "ke-zpracovani",
        Queue.WithCitizen => "ceka-na-obcana",
        Queue.ForApproval => "ke-schvaleni",
        Queue.ForDispatch => "k-vypraveni",
        Queue.Late => "po-lhute",
        _ => "brzy-po-lhute",
    };

    public static string Slug(this Whose whose) => whose switch
    {
        Whose.Mine => "moje",
        Whose.Unit => "odbor",
        Whose.Substituted => "zastup",
        _ => "urad",
    };

    public static Queue? ReadQueue(string? slug) => All.Cast<Queue?>().FirstOrDefault(q => q!.Value.Slug() == slug);

    public static Whose? ReadWhose(string? slug) => Enum.GetValues<Whose>().Cast<Whose?>().FirstOrDefault(w => w!.Value.Slug() == slug);

    public static string TextKey(this Queue queue) => $"records.queue.{Kernel.Database.Naming.Snake(queue.ToString()).Replace('_', '-')}";

    public static string TextKey(this Whose whose) => $"records.whose.{whose.ToString().ToLowerInvariant()}";
}
