using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Database;

namespace Virtuos.Identity;

internal sealed class IdentityDb(DbContextOptions<IdentityDb> options, DbGround ground) : ModuleDb(options, ground, "identity")
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Post> Posts => Set<Post>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<RefusedSignIn> Refusals => Set<RefusedSignIn>();

    public DbSet<Substitution> Substitutions => Set<Substitution>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<Account>(e => e.Property(a => a.Kind).HasConversion<string>());
        model.Entity<Post>();
        model.Entity<Session>(e => e.Property(s => s.Strength).HasConversion<string>());
        model.Entity<RefusedSignIn>(e => e.Property(r => r.Step).HasConversion<string>());
        model.Entity<Substitution>();
    }
}
