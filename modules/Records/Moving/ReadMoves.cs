using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="MayPropose">The records may be proposed for destruction.</param>
/// <param name="MayDestroy">Somebody else proposed it, so the caller may agree.</param>
internal sealed record MoveLine(OfficeMove Move, bool MayPropose, bool MayDestroy);

/// <summary>An administrator sees where the records of the office went and came from, and what is to be done next.</summary>
internal sealed class ReadMoves(Caller caller, RecordsDb db) : UseCase<Done, IReadOnlyList<MoveLine>>(caller, RecordsPermissions.Move)
{
    private const int Most = 50;

    protected override async Task<Result<IReadOnlyList<MoveLine>>> Do(Done input, CancellationToken cancel)
    {
        var moves = await db.Moves.AsNoTracking().OrderByDescending(m => m.MadeAt).Take(Most).ToListAsync(cancel);
        return moves.ConvertAll(m => new MoveLine(m, m.State == MoveState.Confirmed, m.State == MoveState.Proposed && m.ProposedBy != Caller.Person));
    }
}
