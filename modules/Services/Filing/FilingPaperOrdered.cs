using Virtuos.Kernel.Outbox;

namespace Virtuos.Services.Filing;

/// <summary>The paper of a stored filing is to be made, and the filing handed over to the registry.</summary>
internal sealed record FilingPaperOrdered(Guid Submission) : IOrder
{
    public Guid Subject => Submission;
}
