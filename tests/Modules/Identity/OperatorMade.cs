using Microsoft.Extensions.DependencyInjection;
using Virtuos.Identity;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Identity;

internal static class OperatorMade
{
    /// <summary>An operator of the installation with the password of the demo.</summary>
    public static async Task<Guid> Operator(this Town town, string email) =>
        (await town.As(null, scope => scope.GetRequiredService<CreateOperator>().Run(new("Operator", email, Town.Password), CancellationToken.None))).Value;
}
