using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Virtuos.Directory.Municipalities;
using Virtuos.Directory.Officials;
using Virtuos.Directory.Offices;
using Virtuos.Kernel.Database;

namespace Virtuos.Directory;

internal sealed class DirectoryDb(DbContextOptions<DirectoryDb> options, DbGround ground, DirectoryMemory memory) : ModuleDb(options, ground, "directory")
{
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        memory.Forget();
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        memory.Forget();
        return saved;
    }

    public DbSet<Municipality> Municipalities => Set<Municipality>();

    public DbSet<MunicipalityImport> Imports => Set<MunicipalityImport>();

    public DbSet<Office> Offices => Set<Office>();

    public DbSet<Unit> Units => Set<Unit>();

    public DbSet<Closure> Closures => Set<Closure>();

    public DbSet<Competence> Competences => Set<Competence>();

    public DbSet<Position> Positions => Set<Position>();

    public DbSet<Official> Officials => Set<Official>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<Municipality>(e =>
        {
            e.Property(m => m.Status).HasConversion<string>();
            e.Property(m => m.Search).HasColumnType("tsvector").ValueGeneratedOnAddOrUpdate();
        });
        model.Entity<MunicipalityImport>(e => Json(e.Property(i => i.Sources)));
        model.Entity<Office>(e => Json(e.Property(o => o.Hours)));
        model.Entity<Unit>().HasOne<Office>().WithMany().HasForeignKey(u => u.Office);
        model.Entity<Closure>().HasOne<Office>().WithMany().HasForeignKey(c => c.Office);
        model.Entity<Competence>(e =>
        {
            e.HasKey(c => new { c.Office, c.Agenda });
            e.HasOne<Unit>().WithMany().HasForeignKey(c => c.Unit);
        });
        model.Entity<Position>().HasOne<Unit>().WithMany().HasForeignKey(p => p.Unit);
        model.Entity<Official>(e =>
        {
            e.HasOne<Unit>().WithMany().HasForeignKey(o => o.Unit);
            e.HasOne<Position>().WithMany().HasForeignKey(o => o.Position);
        });
    }

    private static void Json<T>(Microsoft.EntityFrameworkCore.Metadata.Builders.PropertyBuilder<T> property) => property.HasColumnType("jsonb").HasConversion(
        value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default),
        json => JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Default)!,
        new ValueComparer<T>(
            (a, b) => JsonSerializer.Serialize(a, JsonSerializerOptions.Default) == JsonSerializer.Serialize(b, JsonSerializerOptions.Default),
            value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default).GetHashCode(StringComparison.Ordinal)));
}
